// From the start of the process to the first page answered, and the memory held after the load.
import { setTimeout as wait } from 'node:timers/promises';
import { Browser } from '../../support/browser.ts';
import { freshFolder, smallCommune } from '../communes.ts';
import { residentMegabytes, serveProduct } from '../processes.ts';
import { inTurn, median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { logInHouseholds, measure } from '../visitors.ts';

const settle = 1_000;

export const startUp: Scenario = {
  title: 'Démarrage',
  async run({ rounds }) {
    const folder = await freshFolder(smallCommune);
    const { seconds } = await inTurn(Math.max(rounds, 3), { seconds: () => secondsToFirstPage(folder) });
    return [{ label: 'Première page après le démarrage', value: median(seconds), unit: 's', goal: { atMost: 0.7 } }];
  },
};

export const memory: Scenario = {
  title: 'Mémoire',
  async run({ seconds }) {
    const server = await serveProduct(await freshFolder(smallCommune));
    const atRest = residentMegabytes(server.pid);
    const targets = await logInHouseholds(server.url);
    await measure(server, targets, seconds * 2);
    await wait(settle);
    const afterLoad = residentMegabytes(server.pid);
    await server.stop();
    return [
      { label: 'Mémoire au démarrage (RSS)', value: atRest, unit: 'Mo' },
      { label: 'Mémoire après la charge (RSS)', value: afterLoad, unit: 'Mo', goal: { atMost: 130 } },
    ];
  },
};

async function secondsToFirstPage(folder: string): Promise<number> {
  const startedAt = performance.now();
  const server = await serveProduct(folder);
  const answer = await new Browser(server.url).get('/connexion');
  const seconds = (performance.now() - startedAt) / 1_000;
  await server.stop();
  if (answer.status !== 200) throw new Error(`the first page answered ${answer.status}`);
  return seconds;
}
