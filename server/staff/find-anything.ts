// Why: one search over payers, invoices and payments; the best few of each, the most recent first.
import { literal, Op, QueryTypes } from 'sequelize';
import { formatDateTime, formatDay, formatEuros } from '../contract/format.ts';
import { invoiceStateLabels, paymentStateLabels, shownPaymentState } from '../contract/labels.ts';
import type { SearchResultDto } from '../contract/schemas.ts';
import { database } from '../db/database.ts';
import { countPieces, holds, idsWithPiece } from '../db/pieces.ts';
import { parseEuros } from '../domain/money.ts';
import { Invoice, Payer, Payment } from '../models/index.ts';
import { findLatestInvoices, pageOfInvoices, payerHolds, wordsOf } from './find-invoices.ts';
import { lastLetters } from './present-payment.ts';

const mostOfEach = 6;

export async function findAnything(text: string, today: string): Promise<SearchResultDto[]> {
  if (wordsOf(text).length === 0) return [];
  return [...(await payers(text)), ...(await invoices(text, today)), ...(await payments(text))];
}

async function payers(text: string): Promise<SearchResultDto[]> {
  const words = wordsOf(text);
  const rows = await database().query<{ id: string; code: string; name: string; emails: string | null }>(
    `SELECT p.id, p.code, p.name, (SELECT MIN(a.email) FROM payer_accesses x JOIN accounts a ON a.id = x.account_id WHERE x.payer_id = p.id) AS emails
     FROM payers p WHERE ${words.map((word) => `(${payerHolds(word)})`).join(' AND ')} ORDER BY p.name LIMIT ${mostOfEach}`, { type: QueryTypes.SELECT },
  );
  return rows.map(({ id, code, name, emails }) => ({ kind: 'payer', id, label: name, detail: [code, emails].filter(Boolean).join(' · ') }));
}

async function invoices(search: string, today: string): Promise<SearchResultDto[]> {
  const ids = await pageOfInvoices(await findLatestInvoices(search, today), { sort: 'issuedOn', descending: true }, { limit: mostOfEach, offset: 0 });
  const rows = (await Invoice.findAll({ where: { id: ids }, include: [Payer], order: [['issuedOn', 'DESC'], ['number', 'DESC']] })) as (Invoice & { Payer: Payer })[];
  return rows.map((row) => ({
    kind: 'invoice', id: row.id, label: `${row.number} · ${row.Payer.name}`,
    detail: `${formatEuros(row.amountCents)} · ${formatDay(row.issuedOn)} · ${invoiceStateLabels[row.state]}`,
  }));
}

async function payments(text: string): Promise<SearchResultDto[]> {
  const rows = await Payment.findAll({ where: { [Op.or]: (await paymentTests(text)).map(literal) }, order: [['createdAt', 'DESC']], limit: mostOfEach });
  const said = await lastLetters(rows);
  return rows.map(({ id, number, email, amountCents, createdAt, state }) => ({
    kind: 'payment', id, label: `Paiement n°\u00a0${number} · ${email}`, detail: `${formatEuros(amountCents)} · ${formatDateTime(createdAt)} · ${paymentStateLabels[shownPaymentState({ state, said: said.get(id) ?? null })]}`,
  }));
}

/** By number, reference or operation, amount, address. */
async function paymentTests(text: string): Promise<string[]> {
  const cents = parseEuros(text);
  const ids = (await countPieces('payment_pieces', text)) > 0 ? idsWithPiece('payment_pieces', text) : null;
  return [
    ...(/^\d{1,9}$/.test(text) ? [`"Payment"."number" = ${text}`] : []), ...(cents === null ? [] : [`"Payment"."amount_cents" = ${cents}`]),
    ...(ids ? [`"Payment"."id" IN (${ids})`] : []), `"Payment"."account_id" IN (SELECT a.id FROM accounts a WHERE ${holds('a.email_key', text)})`,
  ];
}
