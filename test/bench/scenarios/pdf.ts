// A PDF of 80 kB, shown only to its household, against Koa reading a file.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, smallCommune } from '../communes.ts';
import { serveBaseline, serveProduct } from '../processes.ts';
import { inTurn, medianOf, medianRatio } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { logInHouseholds, measure, readPage, warmUp, type Target } from '../visitors.ts';

export const pdf: Scenario = {
  title: 'PDF de 80 ko, propriétaire vérifié, 32 connexions',
  async run(pace) {
    const { rounds, seconds } = pace;
    const folder = await freshFolder(smallCommune);
    const server = await serveProduct(folder);
    const targets = await Promise.all((await logInHouseholds(server.url)).map((target) => documentOf(server.url, target)));
    const koa = await serveBaseline('bare-koa-file', [folder, anyDocument(folder)]);
    for (const each of [server, koa]) await warmUp(each.url, targets, pace.warmUp);
    const results = await inTurn(rounds, { server: () => measure(server, targets, seconds), koa: () => measure(koa, targets, seconds) });
    await Promise.all([server.stop(), koa.stop()]);
    return [
      { label: 'Le portail : PDF par seconde', value: medianOf(results.server, (each) => each.perSecond), unit: '/s' },
      { label: 'Koa + readFile : PDF par seconde', value: medianOf(results.koa, (each) => each.perSecond), unit: '/s' },
      { label: 'Le portail : p99', value: medianOf(results.server, (each) => each.p99), unit: 'ms' },
      { label: 'Débit, par rapport à Koa + readFile', value: medianRatio(results.server, results.koa, (each) => each.perSecond), unit: '%', goal: { atLeast: 0.7 } },
    ];
  },
};

/** The PDF of the first invoice that the household's page shows. */
async function documentOf(url: string, target: Target): Promise<Target> {
  const address = /href="(\/factures\/[\w-]+)"/.exec(await readPage(url, target))?.[1];
  return { ...target, path: `${address}/pdf` };
}

function anyDocument(folder: string): string {
  const name = readdirSync(join(folder, 'documents'), { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith('.pdf')) ?? '';
  return name.replace(/^.*[\\/]/, '').replace(/\.pdf$/, '');
}
