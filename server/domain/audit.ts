// Why: the list of actions that the journal knows.

export type AuditAction =
  | 'agent_created' | 'agent_password_set' | 'agent_logged_in' | 'agent_login_failed' | 'agent_logged_out' | 'right_refused' | 'workstation_opened'
  | 'agent_changed' | 'agent_role_changed' | 'agent_disabled' | 'agent_enabled' | 'agent_password_reset' | 'agent_password_changed' | 'agent_sessions_ended'
  | 'agent_totp_enabled' | 'agent_totp_removed' | 'agent_code_failed' | 'agent_recovery_code_used' | 'agent_recovery_codes_renewed'
  | 'session_locked' | 'session_unlocked'
  | 'account_activated' | 'account_logged_in' | 'account_login_failed' | 'account_logged_out' | 'password_reset' | 'password_changed'
  | 'email_change_requested' | 'email_changed' | 'email_change_undone' | 'paperless_changed'
  | 'message_received' | 'message_handled' | 'message_reopened' | 'invoice_declared' | 'invoice_undeclared'
  | 'settings_changed' | 'smtp_tested' | 'logo_changed' | 'regie_saved' | 'announcement_saved' | 'announcement_removed'
  | 'import_opened' | 'import_source_received' | 'import_file_removed' | 'import_published' | 'import_discarded' | 'invoices_announced' | 'document_opened' | 'mail_retried' | 'mail_dismissed' | 'journal_exported' | 'journal_purged' | 'demonstration_started' | 'demonstration_loaded'
  | 'payment_settled' | 'payment_result_differs' | 'payment_notice_unknown' | 'payment_refused' | 'payment_report_refused' | 'payment_notice_vain' | 'payment_not_opened' | 'payment_unanswered'
  | 'payment_confirmed' | 'payment_unconfirmed' | 'payment_cancelled' | 'invoice_settled' | 'invoice_declaration_denied' | 'invoice_settlement_undone' | 'invoice_treasury_undone' | 'invoices_sent_to_treasury'
  | 'invoice_withdrawn' | 'invoice_withdrawal_undone' | 'invoice_document_replaced' | 'invoices_withdrawn' | 'invoices_suspended' | 'invoices_resumed' | 'invoices_action_undone' | 'invoices_exported' | 'payments_suspended' | 'payments_resumed'
  | 'payment_checked' | 'payment_sorted' | 'payment_asked_again' | 'payments_exported'
  | 'payer_changed' | 'payers_merged' | 'person_added' | 'person_removed' | 'person_role_changed' | 'person_invited' | 'person_email_corrected'
  | 'account_blocked' | 'account_unblocked' | 'account_viewed'
  | 'payment_world_changed'
  | 'settings_exported' | 'backup_made' | 'backup_restored'
  | 'message_answered' | 'ready_answer_saved' | 'ready_answer_removed'
  | 'regie_configured' | 'regie_removed' | 'regie_opened_on_word' | 'regie_verified' | 'regie_recognised' | 'regie_disowned' | 'regie_means_activated';

/** CNIL, recommendation of 2021: six to twelve months. */
export const journalLife = 365 * 24 * 3_600_000;
