// What the first screen of the window costs with 360,000 invoices, 33,000 of them settled this year: half on line, half at the desk.
import { closeDatabase, database, inTransaction, openDatabase } from '../../../server/db/database.ts';
import { freshFolder, largeCommune } from '../communes.ts';
import { serveProduct } from '../processes.ts';
import { median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';
import { openWorkstation } from '../staff-imports.ts';

export const dashboard: Scenario = {
  title: 'Le tableau de bord, 360 000 factures et une année de règlements en base',
  async run({ rounds }) {
    const folder = await freshFolder(largeCommune);
    await settleThisYear(folder);
    const server = await serveProduct(folder);
    try {
      const staff = await openWorkstation(server);
      const timeOf = async (name: string): Promise<number> => {
        const times: number[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          const start = performance.now();
          await staff.call(name, {});
          times.push(performance.now() - start);
        }
        return median(times.slice(1));
      };
      return [
        { label: 'Ce qui attend (à chaque écran)', value: await timeOf('dashboard.read'), unit: 'ms', goal: { atMost: 50 } },
        { label: 'Les chiffres', value: await timeOf('dashboard.figures'), unit: 'ms', goal: { atMost: 300 } },
      ];
    } finally {
      await server.stop();
    }
  },
};

/** 3,000 invoices a month over eleven months. */
async function settleThisYear(folder: string): Promise<void> {
  await openDatabase(folder);
  const settled = "SELECT id, regie_id, payer_id, amount_cents, ROW_NUMBER() OVER (ORDER BY number DESC) AS rank FROM invoices WHERE state = 'paid' ORDER BY number DESC LIMIT 33000";
  const [accountId, at] = ['(SELECT MIN(id) FROM accounts)', "strftime('%Y-%m-%d 10:00:00.000 +00:00', 'now', '-' || (rank / 100) || ' days')"];
  await inTransaction(async () => {
    await database().query(`INSERT INTO payments (id, number, regie_id, account_id, interface, kind, saisie, base_url, numcli, exer, refdet, amount_cents, email, objet, state, transaction_at, created_at, live_until, settled_at)
      SELECT 'p' || id, rank, regie_id, ${accountId}, 'service', 'regie', 'W', 'https://www.payfip.gouv.fr', '006270', '2026', 'R' || rank, amount_cents, 'a@b.fr', '', 'paid', ${at}, ${at}, ${at}, ${at} FROM (${settled}) WHERE rank % 2 = 0`);
    await database().query("INSERT INTO payment_lines (payment_id, invoice_id, amount_cents, is_live) SELECT 'p' || i.id, i.id, i.amount_cents, 0 FROM invoices i JOIN payments p ON p.id = 'p' || i.id");
    await database().query(`INSERT INTO invoice_events (id, invoice_id, kind, source, detail, at)
      SELECT 'g' || id, id, 'settled', 'staff', json_object('method', 'cheque', 'paidOn', substr(${at}, 1, 10), 'actor', 'agent:x'), ${at} FROM (${settled}) WHERE rank % 2 = 1`);
  });
  await closeDatabase();
}
