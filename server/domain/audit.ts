// Why: the list of actions that the journal knows.

export type AuditAction =
  | 'agent_created' | 'agent_password_set' | 'agent_logged_in' | 'agent_login_failed' | 'agent_logged_out'
  | 'account_activated' | 'account_logged_in' | 'account_login_failed' | 'password_reset' | 'password_changed'
  | 'email_change_requested' | 'email_changed' | 'email_change_undone' | 'paperless_changed'
  | 'settings_changed' | 'logo_changed' | 'regie_saved' | 'announcement_saved' | 'announcement_removed'
  | 'import_published' | 'import_discarded' | 'invoices_announced' | 'document_opened' | 'mail_retried' | 'demonstration_started' | 'demonstration_loaded'
  | 'payment_settled' | 'payment_result_differs' | 'payment_notice_unknown' | 'payment_report_refused'
  | 'payment_confirmed' | 'payment_cancelled' | 'invoice_settled' | 'invoices_sent_to_treasury' | 'payments_suspended' | 'payments_resumed'
  | 'payment_checked' | 'payment_sorted' | 'payments_exported'
  | 'payer_changed' | 'payers_merged' | 'person_added' | 'person_removed' | 'person_role_changed' | 'person_invited' | 'person_email_corrected'
  | 'account_blocked' | 'account_unblocked' | 'account_viewed'
  | 'message_answered' | 'message_handled' | 'ready_answer_saved' | 'ready_answer_removed'
  | 'regie_configured' | 'regie_opened_on_word' | 'regie_verified' | 'regie_means_activated';
