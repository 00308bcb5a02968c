// Reads a ticket mail and says what it is about. Writes nothing: an agent decides.
import type { TicketDto } from '../contract/payment-schemas.ts';
import { dayInFrance } from '../domain/days.ts';
import { foldKey } from '../domain/keys.ts';
import { amountOfTicket, numbersOfReference, proposeForInvoices, proposeForPayment, readTicketWords, refdetsOfReference, type TicketWords } from '../domain/ticket.ts';
import { AppError } from '../errors.ts';
import { readTicketMail } from '../mail/read-ticket-mail.ts';
import { Invoice, Payer, Payment, PaymentLine } from '../models/index.ts';

export interface TicketFile { name: string; content: Buffer; now: Date }
type Finding = Omit<TicketDto, 'subject' | 'day'>;

/** @throws AppError ticket_unreadable, ticket_not_one */
export async function readTicket({ name, content, now }: TicketFile): Promise<TicketDto> {
  const mail = await readTicketMail(content);
  if (!mail) throw new AppError('ticket_unreadable', { name });
  const words = readTicketWords(mail.text);
  if (!words.isTicket) throw new AppError('ticket_not_one', { name });
  const sentOn = dayInFrance(mail.sentAt ?? now);
  const today = dayInFrance(now);
  return { subject: mail.subject, day: sentOn > today ? today : sentOn, ...((await aboutPayment(words)) ?? (await aboutInvoices(words))) };
}

/** Several attempts may carry the reference of one titre: the one that is not decided, of that amount, first. */
async function aboutPayment(words: TicketWords): Promise<Finding | null> {
  const payments = await Payment.findAll({ where: { refdet: [...new Set(words.references.flatMap(refdetsOfReference))] }, order: [['createdAt', 'DESC']] });
  const found = payments.map((payment) => ({ payment, ...proposeForPayment(payment, words) }));
  const best = found.find(({ action }) => action !== 'none') ?? found[0];
  if (!best) return null;
  const { payment, action, sentence } = best;
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, attributes: ['invoiceId'], raw: true });
  const invoices = await Invoice.findAll({ where: { id: lines.map((line) => line.invoiceId) }, order: [['number', 'ASC']] });
  return { reference: payment.refdet, amountCents: amountOfTicket(words, payment.amountCents), action, sentence, paymentId: payment.id, ...(await namesOf(invoices)) };
}

async function aboutInvoices(words: TicketWords): Promise<Finding> {
  const keys = words.references.flatMap(numbersOfReference).map(foldKey);
  const known = await Invoice.findAll({ where: { numberKey: [...new Set(keys)] }, order: [['number', 'ASC']], limit: 20 });
  const open = known.filter(({ state }) => state !== 'withdrawn');
  const exact = open.filter(({ amountCents }) => words.amountsCents.includes(amountCents));
  const invoices = exact.length > 0 ? exact : open;
  const { action, sentence } = proposeForInvoices(invoices, words);
  const [first] = invoices;
  return {
    reference: first?.number ?? '', amountCents: amountOfTicket(words, first?.amountCents ?? 0), action, sentence, paymentId: null, ...(await namesOf(invoices)),
  };
}

async function namesOf(invoices: Invoice[]): Promise<Pick<Finding, 'invoices' | 'payerNames'>> {
  const payers = await Payer.findAll({ where: { id: invoices.map(({ payerId }) => payerId) }, attributes: ['name'], raw: true });
  return { invoices: invoices.map(({ id, number, state }) => ({ id, number, state })), payerNames: payers.map(({ name }) => name) };
}
