// « Mes factures » of a logged-in household, against Koa alone and against the least that the page can cost.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from '../../../server/db/database.ts';
import { freshFolder, newFolder, smallCommune } from '../communes.ts';
import { serveBaseline, serveProduct } from '../processes.ts';
import type { Figure } from '../report.ts';
import { inTurn, medianOf, medianRatio } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { logInHouseholds, measure, readPage, warmUp, type Measure } from '../visitors.ts';

export const page: Scenario = {
  title: '« Mes factures », 20 factures non réglées, 32 connexions, 14 400 factures en base',
  async run(pace) {
    const { rounds, seconds } = pace;
    const folder = await freshFolder(smallCommune);
    const server = await serveProduct(folder);
    const targets = await logInHouseholds(server.url);
    const sample = join(newFolder('page'), 'page.html');
    writeFileSync(sample, await readPage(server.url, targets[0]!));
    const koa = await serveBaseline('bare-koa-page', [sample]);
    const prepared = await serveBaseline('prepared-page', [join(folder, databaseFileName), sample]);
    for (const each of [server, koa, prepared]) await warmUp(each.url, targets, pace.warmUp);
    const results = await inTurn(rounds, {
      server: () => measure(server, targets, seconds), koa: () => measure(koa, targets, seconds), prepared: () => measure(prepared, targets, seconds),
    });
    await Promise.all([server, koa, prepared].map((each) => each.stop()));
    return figuresOf(results);
  },
};

function figuresOf({ server, koa, prepared }: Record<'server' | 'koa' | 'prepared', Measure[]>): Figure[] {
  const sides = [['Le portail', server], ['Koa nu, mêmes octets', koa], ['SQL préparé, gabarit, node:http', prepared]] as const;
  return [
    ...sides.flatMap(([label, results]) => [
      { label: `${label} : requêtes par seconde`, value: medianOf(results, (each) => each.perSecond), unit: '/s' },
      { label: `${label} : processeur par requête`, value: medianOf(results, (each) => each.cpuPerRequest * 1_000), unit: 'µs' },
      { label: `${label} : p99`, value: medianOf(results, (each) => each.p99), unit: 'ms' },
    ]),
    { label: 'Débit, par rapport à Koa nu', value: medianRatio(server, koa, (each) => each.perSecond), unit: '%' },
    { label: 'Débit, par rapport au SQL préparé', value: medianRatio(server, prepared, (each) => each.perSecond), unit: '%', goal: { atLeast: 0.6 } },
    { label: 'Processeur, par rapport au SQL préparé', value: medianRatio(server, prepared, (each) => each.cpuPerRequest), unit: '×', goal: { atMost: 1.8 } },
  ];
}
