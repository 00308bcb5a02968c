// Why: how many tries each door gives before it asks to wait. Counted by account and by address block; see commands/spend-tries.

import type { ErrorCode } from '../contract/error-messages.ts';

export interface Limit {
  name: string;
  tries: number;
  windowMs: number;
  /** What the person reads; too_many_attempts unless it says more. */
  refusal?: ErrorCode;
}

const minute = 60_000;
const hour = 60 * minute;

export const limits = {
  loginByAddress: { name: 'login-address', tries: 30, windowMs: 10 * minute },
  loginByAccount: { name: 'login-account', tries: 25, windowMs: 24 * hour, refusal: 'account_paused' },
  loginBurstByAccount: { name: 'login-burst', tries: 5, windowMs: minute },
  staffLogin: { name: 'staff-login', tries: 10, windowMs: 10 * minute },
  staffCode: { name: 'staff-code', tries: 5, windowMs: 15 * minute },
  launch: { name: 'launch', tries: 20, windowMs: 10 * minute },
  /** The manual's three messages are given this often; then the neutral sentence. */
  activationAnswers: { name: 'activation-answers', tries: 5, windowMs: hour },
  mailsByAddressBlock: { name: 'mails-block', tries: 20, windowMs: hour },
  mailsByRecipient: { name: 'mails-recipient', tries: 3, windowMs: hour },
  contactBySender: { name: 'contact-sender', tries: 5, windowMs: hour },
  contactByAddressBlock: { name: 'contact-block', tries: 20, windowMs: hour },
  mailTests: { name: 'mail-tests', tries: 5, windowMs: minute },
  addressTests: { name: 'address-tests', tries: 10, windowMs: minute },
  links: { name: 'links', tries: 60, windowMs: 10 * minute },
  paymentStarts: { name: 'payment-starts', tries: 60, windowMs: hour },
  passwordChecks: { name: 'password-checks', tries: 10, windowMs: 10 * minute },
} satisfies Record<string, Limit>;
