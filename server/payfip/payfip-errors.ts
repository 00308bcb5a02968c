// Why: the two ways in which PayFiP fails, named for the commands: it said no, or it said nothing.

/** PayFiP answered with a functional fault: P1, P5, R3… (payfip.md §3.6). Asking the same thing again is useless, P5 excepted. */
export class PayfipRefused extends Error {
  override name = 'PayfipRefused';
  readonly code: string;
  /** PayFiP's own words, to be shown to staff and logged; may be empty. */
  readonly label: string;

  constructor(code: string, label: string) {
    super(`${code} ${label}`.trim());
    this.code = code;
    this.label = label;
  }
}

/** `technical`: PayFiP's own fault (999, unavailable…); `http`: any status but 200 and 500; `redirected` is never followed. */
export type OutageReason = 'timeout' | 'network' | 'http' | 'redirected' | 'too-large' | 'unreadable' | 'technical';

/** PayFiP did not answer, or nothing understandable: nothing is known of what was asked. Ask again in 30 minutes. */
export class PayfipUnavailable extends Error {
  override name = 'PayfipUnavailable';
  readonly reason: OutageReason;

  constructor(reason: OutageReason, detail = '', options?: ErrorOptions) {
    super(`${reason} ${detail}`.trim(), options);
    this.reason = reason;
  }
}
