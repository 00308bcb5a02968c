// Why: what a régie has received in a period, one row an invoice: paid on line, or settled by an agent at the desk. Activations are debited, and count; tests are not.
import { Op } from 'sequelize';
import { z } from 'zod';
import { deskMethodLabels, lineOutcomeLabels, meansLabels } from '../contract/labels.ts';
import { deskMethods, type LineOutcome } from '../contract/states.ts';
import { dayInFrance, startOfDayInFrance } from '../domain/days.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { meansOf } from '../domain/payment.ts';
import { AuditEntry, Invoice, InvoiceEvent, Payer, Payment, Regie } from '../models/index.ts';
import { actorNames } from './actor-names.ts';
import type { TableCell } from './csv.ts';
import { daysBetween, received, receivedIn } from './find-payments.ts';
import { linesOf } from './present-payment.ts';

/** `regieId`: '' for all. */
export interface Period { from: string; to: string; regieId: string }

/** `day` decides of the period: the day of the transaction on line, the day on which it was paid at the desk. `recordedOn`: when the portal knew. */
interface Receipt { day: string; recordedOn: string; regieId: string; number: string; payerName: string; cents: number; words: Words }
interface Words { reference: string; place: string; means: string; numauto: string; idOp: string; agent: string; outcome: string }

/** `name` in the text file, that programs read; `title` and `width` (in letters) in the workbook. */
export const paymentColumns = [
  { name: 'date', title: 'Date', width: 12 }, { name: 'enregistrement', title: 'Enregistré le', width: 14 }, { name: 'regie', title: 'Régie', width: 30 }, { name: 'reference', title: 'Référence', width: 26 },
  { name: 'facture', title: 'Facture', width: 18 }, { name: 'redevable', title: 'Redevable', width: 28 }, { name: 'montant', title: 'Montant (€)', width: 14 }, { name: 'origine', title: 'Origine', width: 16 },
  { name: 'moyen', title: 'Moyen de paiement', width: 18 }, { name: 'autorisation', title: 'Autorisation', width: 14 }, { name: 'operation', title: 'Opération', width: 38 }, { name: 'agent', title: 'Agent', width: 20 },
  { name: 'suite', title: 'Suite', width: 24 },
];

/** Rows by day and number of invoice; then the sum of each régie, then of all. */
export async function paymentsTable(period: Period): Promise<TableCell[][]> {
  const receipts = [...(await receivedOnLine(period)), ...(await receivedAtDesk(period))];
  receipts.sort((one, other) => one.day.localeCompare(other.day) || one.number.localeCompare(other.number, 'fr', { numeric: true }));
  const regies = await Regie.findAll({ where: { id: [...new Set(receipts.map(({ regieId }) => regieId))] }, order: [['code', 'ASC']] });
  const nameOfRegie = new Map(regies.map(({ id, name }) => [id, name]));
  const rows = receipts.map(({ day, recordedOn, regieId, number, payerName, cents, words }): TableCell[] => [
    { day }, { day: recordedOn }, nameOfRegie.get(regieId) ?? '', words.reference, number, payerName, { cents }, words.place, words.means, words.numauto, words.idOp, words.agent, words.outcome,
  ]);
  const totals = regies.map(({ id, name }) => totalRow(`Total ${name}`, receipts.filter(({ regieId }) => regieId === id)));
  return [paymentColumns.map(({ name }) => name), ...rows, ...totals, totalRow('Total', receipts)];
}

/** An activation settles nothing, and waits to be paid back until an agent says that it was; so does what was paid twice. */
function outcomeOf({ saisie, toSort, sortedAt }: Payment, { outcome, isAsked }: { outcome?: LineOutcome | null; isAsked: boolean }): string {
  if (saisie === 'X') return `Activation${toSort === 'activation' ? ', à rembourser' : ''}`;
  if (!outcome) return '';
  const isDealtWith = outcome !== 'settled' && sortedAt !== null && !isAsked;
  return `${lineOutcomeLabels[outcome]}${isDealtWith ? ', traité' : ''}`;
}

/** Those that an agent has confirmed by hand, and whose confirmation stands: by whom. */
async function confirmedBy(payments: Payment[]): Promise<Map<string, string>> {
  const entries = await AuditEntry.findAll({ where: { object: payments.map(({ id }) => id), action: ['payment_confirmed', 'payment_unconfirmed'] }, order: [['rank', 'ASC']], attributes: ['object', 'actor', 'action'], raw: true });
  const last = new Map(entries.map((entry) => [entry.object, entry]));
  const standing = [...last.values()].filter(({ action }) => action === 'payment_confirmed');
  const nameOf = await actorNames(standing.map(({ actor }) => actor));
  return new Map(standing.map(({ object, actor }) => [object, nameOf(actor)]));
}

const totalRow = (title: string, receipts: Receipt[]): TableCell[] => ['', '', title, '', '', '', { cents: receipts.reduce((sum, { cents }) => sum + cents, 0) }, '', '', '', '', '', ''];

async function receivedOnLine({ from, to, regieId }: Period): Promise<Receipt[]> {
  const inPeriod = daysBetween(from, to);
  const payments = await Payment.findAll({
    where: { [Op.and]: [receivedIn(inPeriod), received, regieId ? { regieId } : {}] },
  });
  const lines = await linesOf(payments);
  const agents = await confirmedBy(payments);
  const wordOf = (means: ReturnType<typeof meansOf>) => (means === null ? '' : meansLabels[means]);
  return payments.flatMap((payment) => (lines.get(payment.id) ?? []).map((line): Receipt => ({
    day: dayInFrance(payment.transactionAt ?? payment.settledAt ?? payment.createdAt), recordedOn: dayInFrance(payment.settledAt ?? payment.createdAt),
    regieId: payment.regieId, number: line.Invoice.number, payerName: line.Invoice.Payer.name, cents: line.amountCents,
    words: {
      reference: payment.refdet, place: isSimulator(payment.baseUrl) ? 'En ligne (fictif)' : 'En ligne', means: wordOf(meansOf(payment.resultrans)), numauto: payment.numauto ?? '', idOp: payment.idOp ?? '', agent: agents.get(payment.id) ?? '',
      outcome: outcomeOf(payment, line),
    },
  })));
}

/** Settlements that staff have taken back: commands/take-back.ts names each, whatever its date, for a clock may have been put back. */
async function undoneSettlements(): Promise<Set<string>> {
  const events = await InvoiceEvent.findAll({ where: { kind: 'settlement_undone' }, attributes: ['detail'], raw: true });
  return new Set(events.map(({ detail }) => undoneDetail.parse(JSON.parse(detail)).undone));
}

const undoneDetail = z.object({ undone: z.string() });
/** What commands/settle-by-hand.ts has written. */
const deskDetail = z.object({ method: z.enum(deskMethods), paidOn: z.string(), actor: z.string() });

/** Nobody settles for a day to come: what was paid since `from` was recorded since. */
async function receivedAtDesk({ from, to, regieId }: Period): Promise<Receipt[]> {
  const events = await InvoiceEvent.findAll({ where: { kind: 'settled', source: 'staff', at: { [Op.gte]: startOfDayInFrance(from) } }, raw: true });
  const undone = await undoneSettlements();
  const settled = events.filter(({ id }) => !undone.has(id)).map((event) => ({ ...event, ...deskDetail.parse(JSON.parse(event.detail)) })).filter(({ paidOn }) => paidOn >= from && paidOn <= to);
  const found = await Invoice.findAll({ where: { id: settled.map(({ invoiceId }) => invoiceId), ...(regieId ? { regieId } : {}) }, include: [Payer] }) as (Invoice & { Payer: Payer })[];
  const invoices = new Map(found.map((invoice) => [invoice.id, invoice]));
  const nameOf = await actorNames(settled.map(({ actor }) => actor));
  return settled.flatMap(({ invoiceId, at, method, paidOn, actor }): Receipt[] => {
    const invoice = invoices.get(invoiceId);
    const words = { reference: '', place: 'Au guichet', means: deskMethodLabels[method], numauto: '', idOp: '', agent: nameOf(actor), outcome: lineOutcomeLabels.settled };
    return invoice ? [{ day: paidOn, recordedOn: dayInFrance(new Date(at)), regieId: invoice.regieId, number: invoice.number, payerName: invoice.Payer.name, cents: invoice.amountCents, words }] : [];
  });
}
