// A storm of logins: what residents who read feel of it, and how many logins a second against argon2id alone.
import { freshFolder, smallCommune } from '../communes.ts';
import { stormOfLogins } from '../login-storm.ts';
import { run, serveProduct } from '../processes.ts';
import { inTurn, median, medianRatio } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { pageDuring } from './during.ts';

export const pageDuringLogins: Scenario = {
  title: '« Mes factures » pendant 32 connexions d’habitants en parallèle',
  run: (pace) => pageDuring({
    label: 'Pendant les connexions', mostTimesIdle: 4,
    disturb: async (server) => async () => void (await stormOfLogins(server.url, pace.seconds)),
  }, pace),
};

export const logins: Scenario = {
  title: 'Connexions d’habitants, 32 en parallèle',
  async run({ rounds, seconds }) {
    const server = await serveProduct(await freshFolder(smallCommune));
    await stormOfLogins(server.url, 1);
    const results = await inTurn(Math.min(rounds, 3), {
      server: () => stormOfLogins(server.url, seconds), argon2: () => run<number>('bare-argon2', [String(seconds)]).result,
    });
    await server.stop();
    return [
      { label: 'Le portail : connexions par seconde', value: median(results.server), unit: '/s' },
      { label: 'argon2id seul, 2 à la fois : vérifications par seconde', value: median(results.argon2), unit: '/s' },
      { label: 'Connexions, par rapport à argon2id seul', value: medianRatio(results.server, results.argon2, Number), unit: '%' },
    ];
  },
};
