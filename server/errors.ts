// Why: the one class of refusals; anything else that is thrown is either an outage (named by its adapter) or a bug.
import { errorMessage, type ErrorCode, type ErrorDetails } from './contract/error-messages.ts';

const statusByCode: Partial<Record<ErrorCode, number>> = {
  not_found: 404, import_not_found: 404, method_not_allowed: 405,
  login_required: 401, agent_required: 401, workstation_unknown: 403, launch_key_invalid: 403, right_missing: 403, password_to_change: 403,
  form_expired: 403, network_refused: 403, view_is_read_only: 403, host_unknown: 421,
  form_too_large: 413, file_too_large: 413, range_not_satisfiable: 416,
  settings_changed_meanwhile: 409, logo_changed_meanwhile: 409, too_many_attempts: 429, account_paused: 429, too_busy: 503,
};

/** A refusal: the person did nothing that the program did not foresee. Carries a code, never a raw message. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Field of the form beside which the sentence is shown; '' for the whole form. */
  readonly field: string;

  constructor(code: ErrorCode, details: ErrorDetails = {}, field = '') {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
    this.field = field;
  }

  get status(): number {
    return statusByCode[this.code] ?? 422;
  }

  /** The French sentence that the person reads. */
  get sentence(): string {
    return errorMessage(this.code, this.details);
  }
}

/** True for an error of the operating system with one of these codes (ENOSPC, EADDRINUSE…). */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
