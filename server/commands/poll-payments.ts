// Asks PayFiP about the attempts whose time has come, a few at once. It may have been off for weeks: what is due is due.
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { liveUntil, longestPlanMs, watchStart } from '../domain/payment.ts';
import { log } from '../log.ts';
import { Payment } from '../models/index.ts';
import { settlePayment } from './settle-payment.ts';

const atOnce = 4;
const mostATurn = 400;
/** A row from so far in the future was written by a clock that has been put back since. */
const clockToleranceMs = 10 * 60_000;

/** Answers how many were asked for. */
export async function pollPayments(isStopping: () => boolean, now: Date = new Date()): Promise<number> {
  await bringBackFromFuture(now);
  const due = await Payment.findAll({
    where: { [Op.or]: [{ nextCheckAt: { [Op.lte]: now } }, { nextCheckAt: { [Op.gt]: new Date(now.getTime() + longestPlanMs) } }] },
    order: [['nextCheckAt', 'ASC']], limit: mostATurn, attributes: ['id'], raw: true,
  });
  const waiting = due.map(({ id }) => id);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let id = waiting.shift(); id !== undefined && !isStopping(); id = waiting.shift()) await pollOne(id, now);
  }));
  return due.length;
}

/** One attempt that cannot be settled must not stop the others. */
async function pollOne(paymentId: string, now: Date): Promise<void> {
  try {
    await settlePayment(paymentId, { door: 'poll', now });
  } catch (error) {
    log.error({ err: error, payment: paymentId }, 'payment not polled');
  }
}

async function bringBackFromFuture(now: Date): Promise<void> {
  const future = { [Op.gt]: new Date(now.getTime() + clockToleranceMs) };
  const tooYoung = { [Op.or]: [{ createdAt: future }, { watchedFrom: future }], nextCheckAt: { [Op.ne]: null } };
  if ((await Payment.count({ where: tooYoung })) === 0) return;
  await inTransaction(async () => {
    for (const payment of await Payment.findAll({ where: tooYoung })) {
      const { id, createdAt } = payment;
      const wait = (payment.liveUntil.getTime() - watchStart(payment).getTime()) / 60_000;
      log.warn({ payment: id, createdAt }, 'payment from the future brought back');
      await payment.update({ createdAt: createdAt > now ? now : createdAt, watchedFrom: now, liveUntil: liveUntil(now, wait), nextCheckAt: now });
    }
  });
}
