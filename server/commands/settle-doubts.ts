// What may have been paid without our knowing is asked about before its invoices are paid again. While PayFiP does not say, nobody is sent to pay, perhaps once more.
import { Op } from 'sequelize';
import { isSilenceStopping, isWorthAsking } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { Payment, PaymentLine } from '../models/index.ts';
import { attemptsInDoubt } from './free-stale-lines.ts';
import { settleAttempt } from './settle-payment.ts';

interface Doubts { now: Date; signal: AbortSignal }

/** Returns by the time `signal` aborts. @throws AppError payment_in_doubt */
export async function settleDoubts(invoices: { id: string; number: string }[], { now, signal }: Doubts): Promise<void> {
  const asked = (await attemptsInDoubt(invoices.map(({ id }) => id), now)).filter((payment) => isWorthAsking(payment, now)).map(({ id }) => id);
  const unknown = new Set(asked);
  const settling = asked.map(async (id) => { if ((await settleAttempt(id, { door: 'poll', now, signal })).heard !== 'silence') unknown.delete(id); });
  await Promise.race([Promise.all(settling), abortOf(signal)]);
  const silent = (await Payment.findAll({ where: { id: [...unknown], nextCheckAt: { [Op.ne]: null } } })).filter((payment) => isSilenceStopping(payment, now));
  if (silent.length > 0) throw await inDoubt(silent, invoices);
}

/** At once when it has aborted already, on a machine that is busy. */
const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

async function inDoubt(silent: Payment[], invoices: { id: string; number: string }[]): Promise<AppError> {
  const lines = await PaymentLine.findAll({ where: { paymentId: silent.map(({ id }) => id) }, attributes: ['invoiceId'], raw: true });
  const number = invoices.find(({ id }) => lines.some(({ invoiceId }) => invoiceId === id))?.number ?? '';
  return new AppError('payment_in_doubt', { number });
}
