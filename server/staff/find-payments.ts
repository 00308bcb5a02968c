// Why: the attempts that a list or an export is about; what is to be sorted out comes first.
import { literal, Op, type Order, type WhereOptions } from 'sequelize';
import type { EndpointInput } from '../contract/staff-api.ts';
import { database } from '../db/database.ts';
import { nextDay, startOfDayInFrance } from '../domain/days.ts';
import { foldKey } from '../domain/keys.ts';

type Asked = Pick<EndpointInput<'payments.list'>, 'state' | 'regieId' | 'search' | 'from' | 'to'>;

/** They wait for staff, and nobody has said yet what was done of them. */
export const toSort: WhereOptions = { toSort: { [Op.ne]: null } };
/** Announced, or answered otherwise than understood: staff have the proof (`waitsForProof` of domain/payment.ts). A test is never confirmed. */
export const toConfirm: WhereOptions = { state: 'reported', saisie: { [Op.ne]: 'T' } };
/** Money that PayFiP has really taken: an activation is debited too, though it settles nothing. */
export const received: WhereOptions = { state: 'paid', saisie: { [Op.ne]: 'T' } };

export const mostUrgentFirst: Order = [
  [literal('CASE WHEN "Payment"."to_sort" IS NULL THEN 1 ELSE 0 END'), 'ASC'], ['createdAt', 'DESC'], ['number', 'DESC'],
];

export function paymentConditions({ state, regieId, search = '', from, to }: Asked): WhereOptions {
  const words = search.trim().split(/\s+/).filter(Boolean);
  return {
    [Op.and]: [
      ...(state === 'to_sort' ? [toSort] : state === 'reported' ? [toConfirm] : state ? [{ state }] : []), ...(regieId ? [{ regieId }] : []),
      ...(from || to ? [receivedOrStarted(daysBetween(from, to))] : []), ...words.map(conditionOfWord),
    ],
  };
}

/** In the list as in the exports, the day of a payment is that of its transaction; of one that was not made, the day it was started. */
function receivedOrStarted(inPeriod: WhereOptions): WhereOptions {
  return { [Op.or]: [receivedIn(inPeriod), { transactionAt: null, settledAt: null, createdAt: inPeriod }] };
}

export function receivedIn(inPeriod: WhereOptions): WhereOptions {
  return { [Op.or]: [{ transactionAt: inPeriod }, { transactionAt: null, settledAt: inPeriod }] };
}

/** From the first instant of `from` to the last of `to`, days in France; either may be open. */
export function daysBetween(from: string | undefined, to: string | undefined): { [Op.gte]?: Date; [Op.lt]?: Date } {
  return { ...(from ? { [Op.gte]: startOfDayInFrance(from) } : {}), ...(to ? { [Op.lt]: startOfDayInFrance(nextDay(to)) } : {}) };
}

function conditionOfWord(word: string): WhereOptions {
  const key = foldKey(word);
  return {
    [Op.or]: [
      { refdet: { [Op.substring]: word.toUpperCase() } }, { idOp: { [Op.substring]: word } }, { email: { [Op.substring]: word } },
      ...(key ? [{ id: { [Op.in]: literal(`(${linesAbout(key)})`) } }] : []),
    ],
  };
}

function linesAbout(key: string): string {
  const like = database().escape(`%${key}%`);
  return `SELECT l.payment_id FROM payment_lines l JOIN invoices i ON i.id = l.invoice_id JOIN payers y ON y.id = i.payer_id WHERE i.number_key LIKE ${like} OR y.name_key LIKE ${like}`;
}
