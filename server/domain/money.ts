// Why: amounts are integers of cents from the file to the screen.

/** Largest amount that PayFiP takes (7 digits of cents) is far below; ours guards against a wrong column. */
const maximumCents = 99_999_999;

const spellings = [
  /^\d+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?$/,
  /^\d{1,3}(?:\.\d{3})+,\d{1,2}$/,
  /^\d{1,3}(?:,\d{3})+\.\d{1,2}$/,
];

/**
 * « 243,11 », « 1 234,50 € », « 243.11 » → cents; null when the text is anything else.
 * A point or comma before three digits is taken for thousands only when decimals follow (« 1.234,50 »): alone, it may mean either.
 */
export function parseEuros(text: string): number | null {
  const bare = text.trim().replace(/\s*€$/, '').replace(/\s/g, ' ');
  if (!spellings.some((spelling) => spelling.test(bare))) return null;
  const decimals = /[.,](\d{1,2})$/.exec(bare)?.[1] ?? '';
  const units = bare.slice(0, bare.length - (decimals ? decimals.length + 1 : 0)).replace(/\D/g, '');
  const cents = Number(units) * 100 + Number(decimals.padEnd(2, '0'));
  return Number.isSafeInteger(cents) && cents <= maximumCents ? cents : null;
}
