// Tells whoever paid, by mail, what has become of a payment of which they had been told something else. In the transaction of what it tells.
import { Op } from 'sequelize';
import { dueStates } from '../domain/invoice.ts';
import type { PaymentNews } from '../domain/mail.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { Invoice, PaymentLine, type Payment } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';

/** Its invoices are named as they are now: those that it settles, else those that are due. */
export async function tellPayer({ id: paymentId, accountId, email, amountCents, refdet, baseUrl }: Payment, news: PaymentNews): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId }, attributes: ['invoiceId'], raw: true });
  const named = news === 'counts' ? { state: 'paid' as const } : { state: dueStates, declared: { [Op.is]: null } };
  const invoices = await Invoice.findAll({ where: { id: lines.map(({ invoiceId }) => invoiceId), ...named }, attributes: ['number', 'amountCents'], order: [['number', 'ASC']], raw: true });
  await queueMail({
    kind: 'payment_news', accountId, recipient: email,
    payload: { news, paymentId, invoices, totalCents: amountCents, refdet, isPlay: isSimulator(baseUrl) },
  });
}
