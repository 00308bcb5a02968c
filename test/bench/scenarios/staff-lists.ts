// What a secretary waits for with 360,000 invoices: a page of the list in every order and filter, and the one search.
import { freshFolder, largeCommune } from '../communes.ts';
import { serveProduct } from '../processes.ts';
import type { Figure } from '../report.ts';
import { median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { openWorkstation } from '../staff-imports.ts';
import type { StaffBrowser } from '../../support/staff-browser.ts';

export const searched = [
  '2026-020-002059', '002059', '035999', '2021-020', '2026', 'SISTEC12', 'sistec2999', 'anne sistec7', 'F1204', 'foyer77@', 'foyer2500@sistec.test', '243,11', '12,50 €', '1 234,50', '85',
  'restauration', 'périscolaire', 'perisco', 'sistec5 restauration', 'introuvable', '999999999', 'zz', 'sistec', '2019-020-00',
];
const pages = [
  ...(['issuedOn', 'dueOn', 'amountCents', 'number', 'payerName'] as const).flatMap((sort) => [{ sort }, { sort, state: 'unpaid' }, { sort, state: 'overdue' }, { sort, search: 'sistec12' }, { sort, search: 'restauration' }]),
  { sort: 'issuedOn', state: 'treasury' }, { sort: 'issuedOn', page: 7_000 }, { sort: 'amountCents', search: '2026' }, { sort: 'number', search: '002059' },
];

export const asked = pages.flatMap((each) => [{ ...each, descending: true }, { ...each, descending: false }]).map((each) => ({ page: 1, pageSize: 50, ...each }));

export const search: Scenario = {
  title: 'La recherche de la mairie (Ctrl+K), 360 000 factures en base',
  run: ({ rounds }) => withStaff(async (staff) => {
    const times = await timesOf(searched.map((text) => () => staff.call('search.global', { text })), rounds);
    const sorted = times.flat().sort((one, other) => one - other);
    const medians = times.map(median);
    const slowest = medians.indexOf(Math.max(...medians));
    return [
      { label: 'p50', value: at(sorted, 0.5), unit: 'ms' },
      { label: 'p95', value: at(sorted, 0.95), unit: 'ms', goal: { atMost: 150 } },
      { label: `La plus lente : « ${searched[slowest] ?? ''} »`, value: medians[slowest] ?? NaN, unit: 'ms' },
    ];
  }),
};

export const staffPage: Scenario = {
  title: 'Une page de la liste des factures de la mairie, 360 000 factures en base',
  run: ({ rounds }) => withStaff(async (staff) => {
    const medians = (await timesOf(asked.map((each) => () => staff.call('invoices.list', each)), rounds)).map(median);
    const slowest = medians.indexOf(Math.max(...medians));
    return [
      { label: 'Médiane de tous les tris et filtres', value: median(medians), unit: 'ms' },
      { label: `La plus lente : ${JSON.stringify(asked[slowest]).replaceAll(/[{}"]|,?page(Size)?:\d+/g, '')}`, value: medians[slowest] ?? NaN, unit: 'ms', goal: { atMost: 300 } },
    ];
  }),
};

async function withStaff(measure: (staff: StaffBrowser) => Promise<Figure[]>): Promise<Figure[]> {
  const server = await serveProduct(await freshFolder(largeCommune));
  try {
    return await measure(await openWorkstation(server));
  } finally {
    await server.stop();
  }
}

/** Milliseconds of each request, in turn, after one round without measuring. */
async function timesOf(requests: (() => Promise<unknown>)[], rounds: number): Promise<number[][]> {
  const times: number[][] = requests.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, request] of requests.entries()) {
      const start = performance.now();
      await request();
      if (round > 0) times[index]?.push(performance.now() - start);
    }
  }
  return times;
}

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
