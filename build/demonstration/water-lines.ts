// Why this file exists: half a year of water: the meter's readings, then the price of each cubic metre.
import { invoiceLine, type LineGroup, type Meter } from './model.ts';
import { seededRandom } from './seeded-random.ts';

/** Months of the readings, in order: each reading starts where the one before stopped. */
export const readingMonths = ['2025-10', '2026-04', '2026-10'] as const;

/** Consumptions told by the story: a full swimming pool (612,40 €) and the harvest of a farm (over 1 000 €). */
const toldConsumptions: Readonly<Record<string, number>> = {
  'SAV032 2026-10': 140,
  'SAV022 2026-10': 292,
  'SISTEC560 2026-10': 36,
};

export interface Reading {
  before: number;
  after: number;
}

export function readingOf(code: string, meter: Meter, month: string): Reading {
  let before = meter.index;
  for (const reading of readingMonths) {
    const after = before + consumption(code, meter, reading);
    if (reading === month) return { before, after };
    before = after;
  }
  throw new Error(`No meter reading in ${month}`);
}

export function waterGroups(code: string, meter: Meter, month: string): LineGroup[] {
  const { before, after } = readingOf(code, meter, month);
  const used: [number, string] = [after - before, 'm³'];
  const place = meter.place ? ` – ${meter.place}` : '';
  return [
    {
      title: `Compteur ${meter.number}${place} : ancien index ${before}, nouvel index ${after}`,
      lines: [
        invoiceLine('Abonnement, un semestre', [1, 'semestre'], 3_840),
        invoiceLine('Distribution de l’eau', used, 205),
        invoiceLine('Collecte et traitement des eaux usées', used, 172),
        invoiceLine('Redevances de l’agence de l’eau', used, 33),
      ],
    },
  ];
}

function consumption(code: string, meter: Meter, month: string): number {
  const told = toldConsumptions[`${code} ${month}`];
  const spread = Math.max(3, Math.round(meter.usual / 5));
  return told ?? meter.usual + seededRandom(`water ${code} ${month}`).int(-spread, spread);
}
