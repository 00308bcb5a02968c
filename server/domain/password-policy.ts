// Why: which passwords are refused, whatever the minimum length in force.
import type { ErrorCode } from '../contract/error-messages.ts';
import { foldKey } from './keys.ts';

export const longestPassword = 128;
const alwaysPersonal = ['MAIRIE', 'FACTURE', 'FACTURES', 'CANTINE', 'PORTAIL', 'COMMUNE'];

export interface PasswordContext {
  minLength: number;
  email: string;
  communeName: string;
  /** True when the word is in the list of common passwords, French ones included. */
  isCommon: (word: string) => boolean;
}

/** The reason why a password is refused, or null. The password is judged as typed: no trimming, no normalisation. */
export function passwordFault(password: string, context: PasswordContext): ErrorCode | null {
  const length = [...password].length;
  if (length < context.minLength) return 'password_too_short';
  if (length > longestPassword) return 'password_too_long';
  if (isPersonal(password, context)) return 'password_personal';
  return isTooCommon(password, context.isCommon) ? 'password_common' : null;
}

/** A personal word with only digits or signs around it: « Bessens2026! » for the commune of Bessens. */
function isPersonal(password: string, { email, communeName }: PasswordContext): boolean {
  const letters = foldKey(password).replace(/[0-9]/g, '');
  if (letters === '') return false;
  const [localPart = ''] = email.split('@');
  const words = [email, localPart, ...localPart.split(/[._+-]/), communeName, ...communeName.split(/[\s'’-]+/)]
    .map((word) => foldKey(word).replace(/[0-9]/g, '')).filter((word) => word.length >= 3);
  return [...words, ...alwaysPersonal].includes(letters);
}

/** As typed, in lower case, and without the digits and signs that people add at both ends. */
function isTooCommon(password: string, isCommon: (word: string) => boolean): boolean {
  const lower = password.toLowerCase();
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const isPlain = new Set(lower).size <= 2;
  return isPlain || isCommon(lower) || (core.length >= 3 && core.length >= lower.length - 4 && isCommon(core));
}
