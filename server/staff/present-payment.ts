// Why: the only way out for payments: an attempt with its invoices, then with every answer and what was done of it.
import { dueAgain } from '../commands/due-again.ts';
import { isOnWordOfAgent } from '../commands/undo-confirmation.ts';
import type { PaymentDetailDto, PaymentDto } from '../contract/schemas.ts';
import { meansOf, nextPaymentState, waitsForProof, wasAnnounced } from '../domain/payment.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { treasuryWarning } from '../domain/sorting.ts';
import { AuditEntry, Invoice, Payer, PaymentAnswer, PaymentLine, Regie, type Payment } from '../models/index.ts';
import { actorNames } from './actor-names.ts';

type InvoiceOfPayer = Invoice & { Payer: Payer };
export type LineWithInvoice = PaymentLine & { Invoice: InvoiceOfPayer };

/** Of these attempts, their lines with invoice and payer, by number of invoice. */
export async function linesOf(payments: Pick<Payment, 'id'>[]): Promise<Map<string, LineWithInvoice[]>> {
  const lines = (await PaymentLine.findAll({ where: { paymentId: payments.map(({ id }) => id) }, include: [{ model: Invoice, include: [Payer] }] })) as LineWithInvoice[];
  lines.sort((one, other) => one.Invoice.number.localeCompare(other.Invoice.number, 'fr', { numeric: true }));
  const groups = new Map<string, LineWithInvoice[]>();
  for (const line of lines) groups.set(line.paymentId, [...(groups.get(line.paymentId) ?? []), line]);
  return groups;
}

export async function presentPayments(payments: Payment[]): Promise<PaymentDto[]> {
  const lines = await linesOf(payments);
  const regies = new Map((await Regie.findAll({ attributes: ['id', 'name'], raw: true })).map(({ id, name }) => [id, name]));
  const said = await lastLetters(payments);
  return payments.map((payment) => presentPayment(payment, lines.get(payment.id) ?? [], { regieName: regies.get(payment.regieId) ?? '', said: said.get(payment.id) ?? null }));
}

/** PayFiP's last result of each that is open. */
export async function lastLetters(payments: Payment[]): Promise<Map<string, string>> {
  const open = payments.filter(({ state }) => state === 'open');
  const answers = await PaymentAnswer.findAll({ where: { paymentId: open.map(({ id }) => id), kind: 'result' }, attributes: ['paymentId', 'code'], order: [['at', 'ASC']], raw: true });
  return new Map(answers.map(({ paymentId, code }) => [paymentId, code]));
}

function presentPayment(payment: Payment, lines: LineWithInvoice[], { regieName, said }: Pick<PaymentDto, 'regieName' | 'said'>): PaymentDto {
  const { id, number, createdAt, settledAt, email, amountCents, refdet, state, saisie, resultrans } = payment;
  return {
    id, number, regieName, email, amountCents, refdet, state, interface: payment.interface,
    createdAt: createdAt.toISOString(), settledAt: settledAt?.toISOString() ?? null,
    payerNames: [...new Set(lines.map((line) => line.Invoice.Payer.name))], invoiceNumbers: lines.map((line) => line.Invoice.number),
    settledNumbers: lines.filter(({ outcome }) => outcome === 'settled').map((line) => line.Invoice.number),
    isAnnounced: wasAnnounced(payment), isProduction: isProduction(saisie), means: meansOf(resultrans),
    toSort: payment.toSort, said, liveUntil: payment.liveUntil.toISOString(),
  };
}

export async function presentPaymentDetail(payment: Payment): Promise<PaymentDetailDto> {
  const [lines = []] = (await linesOf([payment])).values();
  const [dto] = await presentPayments([payment]);
  if (!dto) throw new Error('a payment without its own presentation');
  const { idOp, numcli, exer, objet, numauto, transactionAt, problem, checkedAt, nextCheckAt, state } = payment;
  return {
    payment: dto, idOp, numcli, exer, objet, numauto, problem, treasuryWarning: treasuryWarning(payment),
    transactionAt: transactionAt?.toISOString() ?? null, checkedAt: checkedAt?.toISOString() ?? null, nextCheckAt: nextCheckAt?.toISOString() ?? null,
    mayBeChecked: idOp !== null && state !== 'paid' && state !== 'failed',
    mayBeConfirmed: waitsForProof(payment) && nextPaymentState(state, 'confirmed') !== null,
    mayBeCancelled: nextPaymentState(state, 'stopped') !== null, mayBeTakenBack: await isOnWordOfAgent(payment), dueAgain: await dueAgain(payment),
    lines: lines.map(({ invoiceId, amountCents, outcome, Invoice: invoice }) => ({ invoiceId, number: invoice.number, amountCents, state: invoice.state, outcome })),
    answers: await answersOf(payment.id), journal: await journalOf(payment.id),
  };
}

async function answersOf(paymentId: string): Promise<PaymentDetailDto['answers']> {
  const answers = await PaymentAnswer.findAll({ where: { paymentId }, order: [['at', 'ASC']] });
  return answers.map(({ at, door, kind, code, detail }) => ({ at: at.toISOString(), door, kind, code, fields: fieldsOf(detail) }));
}

/** What was received, name by name; empty values are left out. */
function fieldsOf(detail: string): { name: string; value: string }[] {
  const read: unknown = JSON.parse(detail || '{}');
  const fields = read && typeof read === 'object' ? Object.entries(read) : [];
  return fields.map(([name, value]) => ({ name, value: String(value ?? '') })).filter(({ value }) => value !== '');
}

async function journalOf(paymentId: string): Promise<PaymentDetailDto['journal']> {
  const entries = await AuditEntry.findAll({ where: { object: paymentId }, order: [['at', 'ASC']] });
  const nameOf = await actorNames(entries.map(({ actor }) => actor));
  return entries.map(({ at, actor, action, detail }) => ({ at: at.toISOString(), actor: nameOf(actor), action, detail }));
}
