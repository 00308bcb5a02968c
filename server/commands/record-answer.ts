// Writes a fact about an attempt: what PayFiP, or whoever spoke in its name, said.
import { newId } from '../crypto/tokens.ts';
import type { PaymentDoor } from '../contract/states.ts';
import { insertRow } from '../db/writes.ts';
import { PaymentAnswer, type Payment } from '../models/index.ts';

export interface AnswerNote {
  door: PaymentDoor;
  kind: 'result' | 'fault' | 'outage';
  code: string;
  /** The fields received; the payer's address is left out, it is on the payment. */
  detail: object;
  at?: Date;
}

export async function recordAnswer(payment: Payment, { door, kind, code, detail, at = new Date() }: AnswerNote): Promise<void> {
  await insertRow('payment_answers', { id: newId(), payment_id: payment.id, door, kind, code: code.slice(0, 40), detail: JSON.stringify(detail), at });
}

/** What was said last; null when nothing was. */
export const lastAnswer = (payment: Payment): Promise<PaymentAnswer | null> => PaymentAnswer.findOne({ where: { paymentId: payment.id }, order: [['at', 'DESC']], raw: true });

/** The same answer at the next poll, field by field, is no new fact. */
export const isSameAnswer = (last: PaymentAnswer | null, { kind, code, detail }: Pick<AnswerNote, 'kind' | 'code' | 'detail'>): boolean =>
  last?.kind === kind && last.code === code.slice(0, 40) && last.detail === JSON.stringify(detail);
