// Payments: how many are settled a second, and what residents who read feel while a thousand open attempts are asked about.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sqlite3 from 'sqlite3';
import { databaseFileName } from '../../../server/db/database.ts';
import { freshFolder, smallCommune } from '../communes.ts';
import { run, serveBaseline, type ServingProcess } from '../processes.ts';
import { inTurn, median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { pageDuring } from './during.ts';

const settledAtOnce = 400;
const openAttempts = 1_000;

export const settlePayments: Scenario = {
  title: 'Règlement de paiements, simulateur dans le même processus',
  async run({ rounds }) {
    const { settled } = await inTurn(Math.min(rounds, 3), {
      settled: async () => run<number>('settle-payments', [await freshFolder(smallCommune), String(settledAtOnce)]).result,
    });
    return [{ label: 'Paiements réglés par seconde', value: median(settled), unit: '/s', goal: { atLeast: 200 } }];
  },
};

export const pageDuringPolls: Scenario = {
  title: `« Mes factures » pendant que PayFiP est interrogé sur ${openAttempts.toLocaleString('fr-FR')} paiements ouverts`,
  async run(pace) {
    let simulator: ServingProcess | undefined;
    let database = '';
    const figures = await pageDuring({
      label: 'Pendant l’interrogation', mostTimesIdle: 1.2,
      prepare: async (folder) => {
        database = join(folder, databaseFileName);
        simulator = await serveBaseline('open-payments', [folder, String(openAttempts)]);
      },
      disturb: async () => async () => {
        await execute(database, "UPDATE payments SET next_check_at = strftime('%Y-%m-%d %H:%M:%f +00:00', 'now') WHERE state = 'open'");
        while ((await countDue(database)) > 0) await wait(200);
      },
    }, pace);
    await simulator?.stop();
    return figures;
  },
};

const countDue = async (file: string): Promise<number> => {
  const [row] = await execute<{ due: number }>(file, "SELECT COUNT(*) AS due FROM payments WHERE next_check_at <= strftime('%Y-%m-%d %H:%M:%f +00:00', 'now')");
  return row?.due ?? 0;
};

function execute<Row = unknown>(file: string, sql: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const connection = new sqlite3.Database(file, sqlite3.OPEN_READWRITE);
    connection.run('PRAGMA busy_timeout = 5000');
    connection.all<Row>(sql, (error, rows) => {
      connection.close();
      if (error) reject(error);
      else resolve(rows);
    });
  });
}
