// Why: a database that comes from a backup is checked and brought to this version while nobody uses it, and what must not go on in a second life is ended.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import { isWhole } from './backup.ts';
import { sqliteDialectModule } from './driver.ts';
import { migrate } from './migrate.ts';

/** Sessions, links and counts are of another machine; what was about to leave may have left since; what waits for PayFiP is asked at once. */
const endings = [
  'DELETE FROM sessions', 'DELETE FROM tokens', 'DELETE FROM rate_limits',
  "UPDATE outgoing_mails SET state = 'to_verify', next_attempt_at = NULL, last_error = 'Attendait encore dans la sauvegarde\u00a0: il est peut-être parti depuis.' WHERE state IN ('queued', 'sending')",
  'UPDATE payments SET next_check_at = $now WHERE next_check_at IS NOT NULL',
];

export interface Adopted {
  /** The service that took the first payment; null without any. */
  firstPaymentUrl: string | null;
  /** As they are kept; null when the commune has changed nothing. */
  paymentSettings: string | null;
}

/** Answers null when the file is damaged. `folder` holds nothing but what comes from the backup. */
export async function adoptDatabase(folder: string, fileName: string, now: Date): Promise<Adopted | null> {
  const file = join(folder, fileName);
  if (!(await isWhole(file).catch(() => false))) return null;
  const sequelize = new Sequelize({ dialect: 'sqlite', dialectModule: sqliteDialectModule, storage: file, logging: false, transactionType: Transaction.TYPES.IMMEDIATE });
  try {
    if ((await sequelize.query('PRAGMA foreign_key_check', { type: QueryTypes.SELECT })).length > 0) return null;
    await migrate(sequelize, folder);
    rmSync(join(folder, 'copies'), { recursive: true, force: true });
    await sequelize.transaction(async () => {
      for (const sql of endings) await sequelize.query(sql, { bind: sql.includes('$now') ? { now: now.toISOString().replace('T', ' ').replace('Z', ' +00:00') } : {} });
    });
    const [payment] = await sequelize.query<{ url: string }>('SELECT base_url AS url FROM payments LIMIT 1', { type: QueryTypes.SELECT });
    const [settings] = await sequelize.query<{ value: string }>("SELECT value FROM settings WHERE section = 'payments'", { type: QueryTypes.SELECT });
    return { firstPaymentUrl: payment?.url ?? null, paymentSettings: settings?.value ?? null };
  } finally {
    await sequelize.close();
  }
}
