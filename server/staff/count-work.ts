// Why: what waits for the secretary, in a handful of counts: the desktop shell shows them by the clock, without asking the window.
import { QueryTypes } from 'sequelize';
import { database } from '../db/database.ts';
import { Payment } from '../models/index.ts';
import { toConfirm, toSort } from './find-payments.ts';

/** The names that the shell knows (electron/work.ts). */
export interface Work { paymentsToConfirm: number; paymentsToSort: number; mailsFailed: number; mailsToVerify: number; newMessages: number; importsToPublish: number; importsToCorrect: number; importsFinished: number }

export async function countWork(): Promise<Work> {
  const [counts] = await database().query<Omit<Work, 'paymentsToConfirm' | 'paymentsToSort'>>(
    `SELECT (SELECT COUNT(*) FROM outgoing_mails WHERE state = 'failed' AND dismissed_at IS NULL) AS mailsFailed, (SELECT COUNT(*) FROM outgoing_mails WHERE state = 'to_verify' AND dismissed_at IS NULL) AS mailsToVerify,
       (SELECT COUNT(*) FROM contact_messages WHERE handled_at IS NULL) AS newMessages,
       (SELECT COUNT(*) FROM import_batches WHERE state IN ('draft', 'ready')) AS importsToPublish,
       (SELECT COUNT(*) FROM import_batches WHERE state = 'draft' AND facts_mark IS NOT NULL) AS importsToCorrect, (SELECT COUNT(*) FROM import_batches WHERE state = 'published') AS importsFinished`,
    { type: QueryTypes.SELECT },
  );
  return {
    mailsFailed: 0, mailsToVerify: 0, newMessages: 0, importsToPublish: 0, importsToCorrect: 0, importsFinished: 0, ...counts,
    paymentsToConfirm: await Payment.count({ where: toConfirm }), paymentsToSort: await Payment.count({ where: toSort }),
  };
}
