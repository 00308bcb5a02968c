// The register of who wants paper: each choice with its day and its proof, whoever wrote it down.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { AppError } from '../errors.ts';
import { PaperChoice, Payer } from '../models/index.ts';
import { findPayer } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

export interface PaperChoiceOrder { payerId: string; isPaperless: boolean; decidedOn: string; proof: string; actor: string; now: Date }

/** Staff write down what was asked at the desk or by letter. @throws AppError payer_unknown, day_to_come, paper_choice_unchanged */
export function recordPaperChoice(order: PaperChoiceOrder): Promise<void> {
  return inTransaction(async () => {
    const { payerId, isPaperless, decidedOn, actor, now } = order;
    if (decidedOn > dayInFrance(now)) throw new AppError('day_to_come', {}, 'decidedOn');
    if ((await findPayer(payerId)).isPaperless === isPaperless) throw new AppError('paper_choice_unchanged');
    await writePaperChoices([payerId], order);
    await recordAudit({ actor, action: 'paperless_changed', object: payerId, detail: isPaperless ? 'paperless' : 'paper' });
  });
}

/** To call in the transaction of the choice. */
export async function writePaperChoices(payerIds: string[], { isPaperless, decidedOn, proof, actor, now }: Omit<PaperChoiceOrder, 'payerId'>): Promise<void> {
  await PaperChoice.bulkCreate(payerIds.map((payerId) => ({ id: newId(), payerId, isPaperless, decidedOn, proof, actor, at: now })));
  await Payer.update({ isPaperless, paperlessChangedAt: now }, { where: { id: payerIds } });
}
