// Why: the references and fields that PayFiP accepts, checked here so that nothing refusable is ever sent (payfip.md §1.1, §2.1, §3.4).
import type { ErrorCode } from '../contract/error-messages.ts';

/** References that PayFiP keeps for tests of the titre and rôle offers; their year is 9999. */
export const fictiveTitreRefdet = '999900000000999999';
export const fictiveRoleRefdet = '999999990000000000000';
export const fictiveExer = '9999';

/** « 2021-2-1 » (year, titre, line) as printed → the 18 digits; null when it is not a titre's reference. */
export function titreRefdet(reference: string): string | null {
  const [, year, titre, line] = /^(\d{4})-(\d{1,8})-(\d{1,6})$/.exec(reference.trim()) ?? [];
  return year && titre && line ? year + titre.padStart(8, '0') + line.padStart(6, '0') : null;
}

/** The 18 digits → « 2021-2-1 »; null when they are not a titre's refdet. */
export function titreReference(refdet: string): string | null {
  const [, year, titre, line] = /^(\d{4})(\d{8})(\d{6})$/.exec(refdet) ?? [];
  return year && titre && line ? [year, withoutZeros(titre), withoutZeros(line)].join('-') : null;
}

/** « 2025-EA-00-123456789 » as printed → « 2025EA000000123456789 »; null when it is not a rôle's reference. */
export function roleRefdet(reference: string): string | null {
  const [, year, code, period, debt] = /^(\d{4})-([A-Z0-9]{2})-(\d{2})-(\d{1,13})$/.exec(reference.trim().toUpperCase()) ?? [];
  return year && code && period && debt ? year + code + period + debt.padStart(longestDebt, '0') : null;
}

/**
 * « 2025EA000000123456789 » → « 2025-EA-00-123456789 », « 2025-EA-00-0123456789 »…: the refdet does not say how many zeros of its debt number were printed (payfip.md §10).
 * The shortest first; empty when it is not a rôle's refdet.
 */
export function roleReferences(refdet: string): string[] {
  const [, year, code, period, debt] = /^(\d{4})([A-Z0-9]{2})(\d{2})(\d{1,13})$/.exec(refdet) ?? [];
  if (!year || !code || !period || !debt) return [];
  const shortest = withoutZeros(debt);
  return Array.from({ length: longestDebt - shortest.length + 1 }, (_, zeros) => [year, code, period, '0'.repeat(zeros) + shortest].join('-'));
}

const longestDebt = 13;

const withoutZeros = (digits: string) => digits.replace(/^0+(?=\d)/, '');

const longestLabel = 16;
const attemptDigits = 6;
const randomLength = 8;

/**
 * The refdet of one attempt in régie mode: what the régisseur recognises (the invoice's number), then the attempt's, then chance.
 * `attempt`: a number never given twice; `random`: at least 8 letters or digits. 14 to 30 characters.
 * @throws RangeError (a bug) when either would not fit: two attempts could share a reference.
 */
export function regieRefdet({ label, attempt, random }: { label: string; attempt: number; random: string }): string {
  const counter = attempt.toString(36).padStart(attemptDigits, '0');
  const chance = random.replace(/[^A-Za-z0-9]/g, '').slice(0, randomLength);
  if (!Number.isSafeInteger(attempt) || attempt < 0 || counter.length > attemptDigits) throw new RangeError(`no refdet for attempt ${attempt}`);
  if (chance.length < randomLength) throw new RangeError('a refdet needs 8 random characters');
  return (toAscii(label).replace(/[^A-Za-z0-9]/g, '').slice(0, longestLabel) + counter + chance).toUpperCase();
}

const longestObjet = 99;

/** Any text → what `objet` may hold: letters without accent, digits and single spaces, 99 characters at most. */
export function normaliseObjet(text: string): string {
  return toAscii(text).replace(/[^A-Za-z0-9]+/g, ' ').trim().slice(0, longestObjet).trim();
}

const ligatures: Record<string, string> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ø: 'o', Ø: 'O' };

function toAscii(text: string): string {
  return text.replace(/[œŒæÆßøØ]/g, (letter) => ligatures[letter] ?? letter).normalize('NFKD').replace(/\p{M}+/gu, '');
}

/** In cents: PayFiP refuses less than 1 €, and more than 7 digits. */
export const smallestAmountCents = 100;
export const largestAmountCents = 9_999_999;

export type UrlSaisie = 'T' | 'X' | 'M' | 'A';
export type ServiceSaisie = 'T' | 'X' | 'W';
const saisies = { url: ['T', 'X', 'M', 'A'], service: ['T', 'X', 'W'] };

export type PaymentField = 'numcli' | 'exer' | 'refdet' | 'objet' | 'montant' | 'mel' | 'saisie' | 'urlcl' | 'urlnotif' | 'urlredirect';
export type PaymentFields = { numcli: string; exer: string; refdet: string; objet: string; montant: number; mel: string; saisie: string }
  & Partial<Record<'urlcl' | 'urlnotif' | 'urlredirect', string>>;
export interface FieldFault { field: PaymentField; code: ErrorCode }

/** Everything that PayFiP would refuse in a payment; empty when nothing. The addresses are checked when given. */
export function findPaymentFaults(fields: PaymentFields, door: 'url' | 'service'): FieldFault[] {
  const faults: FieldFault[] = [];
  const refuse = (field: PaymentField, code: ErrorCode | null) => { if (code) faults.push({ field, code }); };
  refuse('numcli', numcliFault(fields.numcli));
  refuse('exer', exerFault(fields.exer));
  refuse('refdet', refdetFault(fields.refdet));
  refuse('objet', /^[A-Za-z0-9 ]{0,99}$/.test(fields.objet) ? null : 'payfip_objet_invalid');
  refuse('montant', montantFault(fields.montant));
  refuse('mel', melFault(fields.mel));
  refuse('saisie', saisies[door].includes(fields.saisie) ? null : 'payfip_saisie_invalid');
  for (const field of ['urlcl', 'urlnotif', 'urlredirect'] as const) {
    const url = fields[field];
    if (url !== undefined) refuse(field, urlFault(url));
  }
  return faults;
}

/** A string on purpose: a number would lose « 006270 » its zeros. */
export function numcliFault(numcli: string): ErrorCode | null {
  return typeof numcli === 'string' && /^\d{6}$/.test(numcli) ? null : 'payfip_numcli_invalid';
}

export function exerFault(exer: string): ErrorCode | null {
  return /^2\d{3}$/.test(exer) || exer === fictiveExer ? null : 'payfip_exer_invalid';
}

export function refdetFault(refdet: string): ErrorCode | null {
  return /^[A-Za-z0-9]{6,30}$/.test(refdet) ? null : 'payfip_refdet_invalid';
}

export function montantFault(cents: number): ErrorCode | null {
  if (!Number.isSafeInteger(cents)) return 'payfip_amount_invalid';
  if (cents < smallestAmountCents) return 'payfip_amount_too_small';
  return cents > largestAmountCents ? 'payfip_amount_too_large' : null;
}

/** Narrower than the mail standard: plain characters only, 6 to 80, as the service's own form. */
export function melFault(mel: string): ErrorCode | null {
  const isPlain = /^[A-Za-z0-9_+-][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(mel) && !mel.includes('..') && !mel.includes('.@');
  return isPlain && mel.length >= 6 && mel.length <= 80 ? null : 'payfip_email_invalid';
}

/** Absolute, http or https, fewer than 250 characters, without name, password nor fragment. */
export function urlFault(url: string): ErrorCode | null {
  const parsed = url.length < 250 && /^https?:\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url) ? new URL(url) : null;
  return parsed && !parsed.username && !parsed.password && !url.includes('#') ? null : 'payfip_url_invalid';
}
