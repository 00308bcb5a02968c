// What a resident wants to pay, always through the account's own payers: another household's invoice does not exist.
import { QueryTypes } from 'sequelize';
import { database } from '../db/database.ts';
import { liveSaid } from '../db/reads.ts';
import { invoiceRefusal, type BasketCircumstances, type BasketInvoice, type BasketRefusal } from '../domain/basket.ts';
import { AppError } from '../errors.ts';
import { Account, Regie } from '../models/index.ts';
import { readSettings } from '../settings.ts';

export interface BasketRow extends BasketInvoice { issuedOn: string; dueOn: string | null; subject: string }
export interface Basket { invoices: BasketRow[]; regie: Regie; circumstances: BasketCircumstances }
export interface BasketRequest { accountId: string; invoiceIds: string[]; now: Date }

/** The invoices asked for, by date and number, each once. @throws AppError not_found when one of them is not the account's; basket_empty */
export async function loadBasket({ accountId, invoiceIds, now }: BasketRequest): Promise<Basket> {
  const ids = [...new Set(invoiceIds)];
  if (ids.length === 0) throw new AppError('basket_empty');
  const invoices = await readRows('i.id IN (:ids)', { accountId, ids });
  const [first] = invoices;
  if (!first || invoices.length !== ids.length) throw new AppError('not_found');
  return { invoices, ...(await loadCircumstances(first.regieId, { accountId, now })) };
}

/** `elsewhere`: the other régies to which the account has something to pay. */
export interface Payable extends Basket { rows: (BasketRow & { refusal: BasketRefusal | null })[]; elsewhere: string[] }

/** All that the account may have to pay to the régie of this invoice, with why not; what the page « Sélection des factures » lists. @throws AppError not_found */
export async function loadPayable({ accountId, invoiceId, now }: { accountId: string; invoiceId: string; now: Date }): Promise<Payable> {
  const basket = await loadBasket({ accountId, invoiceIds: [invoiceId], now });
  const rows = await readRows("i.regie_id = :regieId AND i.state = 'unpaid'", { accountId, regieId: basket.regie.id });
  return { ...basket, rows: rows.map((row) => ({ ...row, refusal: invoiceRefusal(row, basket.circumstances) })), elsewhere: await otherRegies(accountId, basket.regie.id) };
}

async function otherRegies(accountId: string, regieId: string): Promise<string[]> {
  const rows = await database().query<{ name: string }>(
    `SELECT DISTINCT r.name FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN regies r ON r.id = i.regie_id
     WHERE x.account_id = :accountId AND x.role = 'holder' AND i.state = 'unpaid' AND i.declared IS NULL AND i.direct_debit = 0 AND r.id <> :regieId ORDER BY r.name`,
    { replacements: { accountId, regieId }, type: QueryTypes.SELECT },
  );
  return rows.map(({ name }) => name);
}

async function loadCircumstances(regieId: string, { accountId, now }: { accountId: string; now: Date }): Promise<{ regie: Regie; circumstances: BasketCircumstances }> {
  const regie = await Regie.findByPk(regieId, { rejectOnEmpty: true });
  const { email } = await Account.findByPk(accountId, { attributes: ['email'], rejectOnEmpty: true });
  const { payments } = await readSettings();
  return { regie, circumstances: { regie, email, portalSuspension: payments.suspension, now } };
}

type StoredRow = Omit<BasketRow, 'directDebit' | 'liveUntil'> & { directDebit: number; liveUntil: string | null };

async function readRows(condition: string, replacements: Record<string, string | string[]>): Promise<BasketRow[]> {
  const rows = await database().query<StoredRow>(
    `SELECT i.id, i.number, x.role, i.regie_id AS regieId, i.state, i.declared, i.direct_debit AS directDebit, i.amount_cents AS amountCents,
       i.suspension, i.issued_on AS issuedOn, i.due_on AS dueOn, i.subject,
       (SELECT p.live_until FROM payment_lines l JOIN payments p ON p.id = l.payment_id WHERE l.invoice_id = i.id AND l.is_live = 1) AS liveUntil, ${liveSaid} AS liveSaid
     FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id
     WHERE x.account_id = :accountId AND i.state <> 'withdrawn' AND ${condition} ORDER BY i.issued_on, i.number`,
    { replacements, type: QueryTypes.SELECT },
  );
  return rows.map((row) => ({ ...row, directDebit: row.directDebit === 1, liveUntil: row.liveUntil === null ? null : new Date(row.liveUntil) }));
}
