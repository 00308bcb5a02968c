// Two records of one household become one: the kept one takes the invoices and the people, and files may still use the other's code.
import { inTransaction } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { FormerPayerCode, Invoice, PaperChoice, Payer, PayerAccess } from '../models/index.ts';
import { findPayer } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

export interface Merge { keptId: string; mergedId: string }
export interface MergePreview {
  kept: Payer; merged: Payer;
  /** Invoices that change payer, and their sum. */
  invoices: number; totalCents: number;
  /** Accounts that will see the invoices of both, and did not. */
  newViewers: { accountId: string; seesNow: 'kept' | 'merged' }[];
}

/** What a merge would do, to the last invoice; changes nothing. @throws AppError payer_unknown, payer_with_itself */
export async function previewMerge({ keptId, mergedId }: Merge): Promise<MergePreview> {
  if (keptId === mergedId) throw new AppError('payer_with_itself');
  const [kept, merged] = [await findPayer(keptId), await findPayer(mergedId)];
  const where = { payerId: mergedId };
  const [ofKept, ofMerged] = [await accountsOf(keptId), await accountsOf(mergedId)];
  return {
    kept, merged, invoices: await Invoice.count({ where }), totalCents: (await Invoice.sum('amountCents', { where })) ?? 0,
    newViewers: [
      ...ofKept.filter((id) => !ofMerged.includes(id)).map((accountId) => ({ accountId, seesNow: 'kept' as const })),
      ...ofMerged.filter((id) => !ofKept.includes(id)).map((accountId) => ({ accountId, seesNow: 'merged' as const })),
    ],
  };
}

/** `expected`: how many invoices the agent was told would move. @throws AppError payer_unknown, payer_with_itself, merge_changed */
export function mergePayers({ keptId, mergedId, expected, actor, now }: Merge & { expected: number; actor: string; now: Date }): Promise<Payer> {
  return inTransaction(async () => {
    const { kept, merged, invoices } = await previewMerge({ keptId, mergedId });
    if (invoices !== expected) throw new AppError('merge_changed');
    const [payerId, where] = [kept.id, { where: { payerId: merged.id } }];
    await Invoice.update({ payerId }, where);
    await moveAccesses(merged.id, payerId);
    await PaperChoice.update({ payerId }, where);
    await FormerPayerCode.update({ payerId }, where);
    await FormerPayerCode.create({ codeKey: foldKey(merged.code), code: merged.code, nameKey: merged.nameKey, payerId, mergedAt: now });
    await merged.destroy();
    await recordAudit({ actor, action: 'payers_merged', object: payerId, detail: `${merged.code} ${merged.id}, ${invoices} invoices` });
    return kept;
  });
}

async function accountsOf(payerId: string): Promise<string[]> {
  return (await PayerAccess.findAll({ where: { payerId }, attributes: ['accountId'], raw: true })).map(({ accountId }) => accountId);
}

async function moveAccesses(from: string, to: string): Promise<void> {
  const moved = await PayerAccess.findAll({ where: { payerId: from }, raw: true });
  await PayerAccess.destroy({ where: { payerId: from } });
  await PayerAccess.bulkCreate(moved.map(({ accountId, role, createdAt }) => ({ accountId, payerId: to, role, createdAt })), { ignoreDuplicates: true });
}
