// « Mes factures » while something else keeps the server busy, against the same page at rest.
import { setTimeout as wait } from 'node:timers/promises';
import { freshFolder, smallCommune } from '../communes.ts';
import { serveProduct, type ServingProcess } from '../processes.ts';
import type { Figure } from '../report.ts';
import { inTurn, medianOf, medianRatio } from '../rounds.ts';
import type { Pace } from '../scenario.ts';
import { logInHouseholds, startLoad, warmUp, type LoadResult } from '../visitors.ts';

const longestLoad = 60;
const headStart = 200;

export interface Disturbance {
  label: string;
  mostTimesIdle: number;
  /** Before the server opens the data folder. */
  prepare?: (folder: string) => Promise<void>;
  disturb: (server: ServingProcess) => Promise<() => Promise<void>>;
}

/** The load lasts exactly as long as the disturbance; failed answers are counted, not thrown. */
export async function pageDuring({ label, mostTimesIdle, prepare, disturb }: Disturbance, pace: Pace): Promise<Figure[]> {
  const { rounds, seconds } = pace;
  const folder = await freshFolder(smallCommune);
  await prepare?.(folder);
  const server = await serveProduct(folder);
  const targets = await logInHouseholds(server.url);
  const once = await disturb(server);
  const load = (duration: number) => startLoad({ url: server.url, targets, seconds: duration });
  await warmUp(server.url, targets, pace.warmUp);
  const results = await inTurn(Math.min(rounds, 3), {
    idle: () => load(seconds).result,
    busy: async () => {
      const running = load(longestLoad);
      await wait(headStart);
      await once();
      running.stop();
      return running.result;
    },
  });
  await server.stop();
  const failed = [...results.idle, ...results.busy].reduce((sum, each) => sum + each.failed, 0);
  const p99 = (each: LoadResult) => each.p99;
  return [
    { label: 'Au repos : requêtes par seconde', value: medianOf(results.idle, (each) => each.requests / each.seconds), unit: '/s' },
    { label: `${label} : requêtes par seconde`, value: medianOf(results.busy, (each) => each.requests / each.seconds), unit: '/s' },
    { label: 'Au repos : p99', value: medianOf(results.idle, p99), unit: 'ms' },
    { label: `${label} : p99`, value: medianOf(results.busy, p99), unit: 'ms' },
    { label: `${label} : réponse la plus lente`, value: Math.max(...results.busy.map((each) => each.slowest)), unit: 'ms' },
    { label: `${label} : p99, par rapport au repos`, value: medianRatio(results.busy, results.idle, p99), unit: '×', goal: { atMost: mostTimesIdle } },
    { label: `${label} : réponses en échec sur la page`, value: failed, unit: '', goal: { atMost: 0 } },
  ];
}
