// Why: the heights of a chart: round steps on its axis, and parts piled up without a gap of one cent. Pure.

/** From 0 to at least `most` in three to five round steps: 1, 2 or 5 followed by zeros. */
export function roundSteps(most: number): number[] {
  if (most <= 0) return [0];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((each) => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

/** Where each part of a pile begins and ends. */
export function piled(values: number[]): { from: number; to: number }[] {
  let height = 0;
  return values.map((value) => ({ from: height, to: (height += value) }));
}

const shortMonth = new Intl.DateTimeFormat('fr-FR', { month: 'short', timeZone: 'UTC' });
const longMonth = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const dateOf = (month: string) => new Date(`${month}-01T00:00:00Z`);

/** '2026-11' → « nov. ». */
export const monthLabel = (month: string): string => shortMonth.format(dateOf(month));
/** '2026-11' → « novembre 2026 ». */
export const monthName = (month: string): string => longMonth.format(dateOf(month));
