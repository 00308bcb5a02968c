// Tells whoever paid, by mail, what has become of a payment of which they had been told something else. In the transaction of what it tells.
import { Op } from 'sequelize';
import { dueStates } from '../contract/states.ts';
import type { PaymentNews } from '../domain/mail.ts';
import { Invoice, PayerAccess, PaymentLine, type Payment } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';

export async function tellPayer({ id: paymentId, accountId, email }: Payment, news: PaymentNews): Promise<void> {
  await queueMail({ kind: 'payment_news', accountId, recipient: email, payload: { news, paymentId } });
}

/** Its invoices that the account still sees, as they are when the mail leaves: all those that are looked into, those that it settles, or those that are due. */
export async function invoicesOfNews({ id: paymentId, accountId }: Payment, news: PaymentNews): Promise<Pick<Invoice, 'number' | 'amountCents'>[]> {
  const lines = await PaymentLine.findAll({ where: { paymentId, ...(news === 'counts' ? { outcome: 'settled' } : {}) }, attributes: ['invoiceId'], raw: true });
  const accesses = await PayerAccess.findAll({ where: { accountId }, attributes: ['payerId'], raw: true });
  const named = news === 'to_verify' || news === 'counts' ? {} : { state: dueStates, declared: { [Op.is]: null } };
  return Invoice.findAll({
    where: { id: lines.map(({ invoiceId }) => invoiceId), payerId: accesses.map(({ payerId }) => payerId), ...named }, attributes: ['number', 'amountCents'], order: [['number', 'ASC']], raw: true,
  });
}
