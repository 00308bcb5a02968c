// What a secretary waits for with 360,000 invoices: a page of the list in every order and filter, and the one search.
import { batchOf, freshFolder, largeCommune, otherRegies } from '../communes.ts';
import { cpuSeconds, serveProduct } from '../processes.ts';
import type { Figure } from '../report.ts';
import { median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { openWorkstation } from '../staff-imports.ts';
import type { StaffBrowser } from '../../support/staff-browser.ts';

const searched = [
  '2026-020-002059', '002059', '035999', '2021-020', '2026', 'SISTEC12', 'sistec2999', 'anne sistec7', 'F1204', 'foyer77@', 'foyer2500@sistec.test', '243,11', '12,50 €', '1 234,50', '85',
  'restauration', 'périscolaire', 'perisco', 'sistec5 restauration', 'introuvable', '999999999', 'zz', 'sistec', '2019-020-00',
];
const [regieId] = otherRegies;
/** What a filter alone or with others asks: much, little, nothing at all. */
const narrowed = [
  { regieId }, { regieId, state: 'unpaid' }, { regieId, search: 'restauration' }, { batchId: batchOf(30) }, { batchId: batchOf(119), state: 'unpaid' },
  { from: '2024-01-01', to: '2026-12-31' }, { from: '2020-03-01', to: '2020-03-31', state: 'paid', regieId }, { from: '2019-01-01', to: '2025-12-31', regieId, state: 'paid', search: '12,50' },
];
const pages = [
  ...(['issuedOn', 'dueOn', 'amountCents', 'number', 'payerName'] as const).flatMap((sort) => [{ sort }, { sort, state: 'unpaid' }, { sort, state: 'overdue' }, { sort, search: 'sistec12' }, { sort, search: 'restauration' }]),
  ...(['issuedOn', 'dueOn', 'amountCents', 'number', 'payerName'] as const).flatMap((sort) => narrowed.map((filter) => ({ sort, ...filter }))),
  { sort: 'issuedOn', state: 'paid_anyway' }, { sort: 'issuedOn', state: 'suspended' }, { sort: 'issuedOn', state: 'treasury' }, { sort: 'issuedOn', page: 7_000 }, { sort: 'amountCents', search: '2026' }, { sort: 'number', search: '002059' },
];

const asked = pages.flatMap((each) => [{ ...each, descending: true }, { ...each, descending: false }]).map((each) => ({ page: 1, pageSize: 50, ...each }));

interface Timed { times: number[]; cpu: number }

export const search: Scenario = {
  title: 'La recherche de la mairie (Ctrl+K), 360 000 factures en base',
  run: ({ rounds }) => timed(searched.map((text) => (staff) => staff.call('search.global', { text })), rounds).then((results) => {
    const sorted = results.flatMap(({ times }) => times).sort((one, other) => one - other);
    return [
      { label: 'p50', value: at(sorted, 0.5), unit: 'ms' },
      { label: 'p95', value: at(sorted, 0.95), unit: 'ms', goal: { atMost: 150 } },
      ...slowestOf(results, searched),
    ];
  }),
};

export const staffPage: Scenario = {
  title: 'Une page de la liste des factures de la mairie, 360 000 factures en base',
  run: ({ rounds }) => timed(asked.map((each) => (staff) => staff.call('invoices.list', each)), rounds).then((results) => {
    const medians = results.map(({ times }) => median(times));
    return [
      { label: 'Médiane de tous les tris et filtres', value: median(medians), unit: 'ms' },
      { label: 'La plus lente', value: Math.max(...medians), unit: 'ms', goal: { atMost: 300 } },
      ...slowestOf(results, asked.map((each) => JSON.stringify(each).replaceAll(/[{}"]|page(Size)?:\d+,/g, ''))),
    ];
  }),
};

/** By processor: what a loaded machine does not change. */
function slowestOf(results: Timed[], names: string[]): Figure[] {
  const cpus = results.map(({ cpu }) => cpu);
  const most = cpus.indexOf(Math.max(...cpus));
  return [
    { label: 'Processeur par demande, médiane', value: median(cpus), unit: 'ms' },
    { label: `Processeur, au plus : ${names[most] ?? ''}`, value: cpus[most] ?? NaN, unit: 'ms' },
  ];
}

/** Milliseconds of each request, its rounds one after the other, after one that is not measured. */
async function timed(requests: ((staff: StaffBrowser) => Promise<unknown>)[], rounds: number): Promise<Timed[]> {
  const server = await serveProduct(await freshFolder(largeCommune));
  const results: Timed[] = [];
  try {
    const staff = await openWorkstation(server);
    for (const request of requests) {
      await request(staff);
      const before = cpuSeconds(server.pid);
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const start = performance.now();
        await request(staff);
        times.push(performance.now() - start);
      }
      results.push({ times, cpu: ((cpuSeconds(server.pid) - before) * 1_000) / rounds });
    }
    return results;
  } finally {
    await server.stop();
  }
}

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
