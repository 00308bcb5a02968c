// The same page where 25 times more invoices are kept.
import { freshFolder, largeCommune, smallCommune, type Commune } from '../communes.ts';
import { serveProduct } from '../processes.ts';
import { inTurn, medianOf, medianRatio } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { logInHouseholds, measure, warmUp } from '../visitors.ts';

export const pageSize: Scenario = {
  title: '« Mes factures » avec 360 000 factures en base, comparée à 14 400',
  async run(pace) {
    const { rounds, seconds } = pace;
    const small = await open(smallCommune);
    const large = await open(largeCommune);
    for (const { server, targets } of [small, large]) await warmUp(server.url, targets, pace.warmUp);
    const results = await inTurn(rounds, {
      small: () => measure(small.server, small.targets, seconds), large: () => measure(large.server, large.targets, seconds),
    });
    await Promise.all([small.server.stop(), large.server.stop()]);
    return [
      { label: 'p50 avec 14 400 factures', value: medianOf(results.small, (each) => each.p50), unit: 'ms' },
      { label: 'p50 avec 360 000 factures', value: medianOf(results.large, (each) => each.p50), unit: 'ms' },
      { label: 'p50, 360 000 par rapport à 14 400', value: medianRatio(results.large, results.small, (each) => each.p50), unit: '×', goal: { atMost: 1.15 } },
    ];
  },
};

async function open(commune: Commune) {
  const server = await serveProduct(await freshFolder(commune));
  return { server, targets: await logInHouseholds(server.url) };
}
