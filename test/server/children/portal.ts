// The commands of payments in a process of their own, driven by messages: it can be killed with -9 at a named point, without a line for that in the product.
// A point lies before and after each write and each call to PayFiP, and in each write just before it is committed.
import { Sequelize } from 'sequelize';
import { cancelPayment } from '../../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../../server/commands/confirm-payment.ts';
import { failInterruptedPayments } from '../../../server/commands/fail-interrupted-payments.ts';
import { pollPayments } from '../../../server/commands/poll-payments.ts';
import { receiveNotification } from '../../../server/commands/receive-notification.ts';
import { reportUrlResult } from '../../../server/commands/report-url-result.ts';
import { settleByHand } from '../../../server/commands/settle-by-hand.ts';
import { settlingsUnderWay } from '../../../server/commands/settle-payment.ts';
import { startPayment } from '../../../server/commands/start-payment.ts';
import { takeBack } from '../../../server/commands/take-back.ts';
import { openKeyFile } from '../../../server/crypto/key-file.ts';
import { openDatabase } from '../../../server/db/database.ts';
import { AppError } from '../../../server/errors.ts';

const commands = {
  /** What a start of the server does for payments. */
  async open(dataFolder: string) {
    openKeyFile(dataFolder);
    await openDatabase(dataFolder);
    return failInterruptedPayments();
  },
  start: startPayment,
  notify: async (order: Parameters<typeof receiveNotification>[0]) => (await receiveNotification(order))?.settling,
  poll: ({ now }: { now: Date }) => pollPayments(() => false, now),
  report: reportUrlResult,
  confirm: async (order: Parameters<typeof confirmPayment>[0]) => (await confirmPayment(order)).state,
  cancel: async (order: Parameters<typeof cancelPayment>[0]) => (await cancelPayment(order)).state,
  settleByHand,
  takeBack,
  quiet: settlingsUnderWay,
  /** From now on the answers of PayFiP stay on the way, until `release`. */
  hold: async () => {
    onTheWay = new Promise((resolve) => { arrive = resolve; });
    held = new Promise((resolve) => { stop = resolve; });
  },
  /** Answers once a call of PayFiP has been answered and waits. */
  held: () => held,
  release: async () => [arrive, stop].forEach((each) => each()),
  /** How long a call may last, at most, in milliseconds. */
  patience: async (ms: number) => { patienceMs = ms; },
};
export type PortalCommands = typeof commands;
export interface Order { id: number; name: keyof PortalCommands; argument: never; dieAt: number | undefined }
/** `points`: those passed since the last order that named one to die at. */
export interface Reply { id: number; value?: unknown; refusal?: string; bug?: string; points: string[] }

let onTheWay: Promise<void> = Promise.resolve();
let arrive: () => void = () => undefined;
let held: Promise<void> = Promise.resolve();
let stop: () => void = () => undefined;
let patienceMs = 15_000;
let points: string[] = [];
let dieAt: number | undefined;

function pass(point: string): void {
  points.push(point);
  if (points.length - 1 === dieAt) process.kill(process.pid, 'SIGKILL');
}

const { transaction } = Sequelize.prototype;
type Work = (given: unknown) => PromiseLike<unknown>;
async function watchedTransaction(this: Sequelize, ...given: unknown[]): Promise<unknown> {
  const work = given.pop() as Work;
  pass('before a write');
  const result = await Reflect.apply(transaction as Work, this, [...given, async (scope: unknown) => {
    const value = await work(scope);
    pass('before its commit');
    return value;
  }]);
  pass('after a write');
  return result;
}
Sequelize.prototype.transaction = watchedTransaction as typeof transaction;

const { fetch } = globalThis;
globalThis.fetch = async (...request) => {
  pass('before a call');
  const response = await fetch(...request);
  pass('after a call');
  stop();
  await onTheWay;
  return response;
};
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(Math.min(ms, patienceMs));

process.on('message', async ({ id, name, argument, dieAt: given }: Order) => {
  if (given !== undefined) [points, dieAt] = [[], given];
  process.send?.(await replyTo(id, () => commands[name](argument)));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function replyTo(id: number, work: () => Promise<unknown>): Promise<Reply> {
  try {
    return { id, value: await work(), points };
  } catch (error) {
    return error instanceof AppError ? { id, refusal: error.code, points } : { id, bug: error instanceof Error ? error.stack : String(error), points };
  }
}
