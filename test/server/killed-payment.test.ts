// kill -9 at each step of a payment: after the restart the state is right, nothing is lost, nothing is invented.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { closeDatabase, inTransaction } from '../../server/db/database.ts';
import { Invoice, OutgoingMail, Payment, PaymentLine } from '../../server/models/index.ts';
import { openState } from '../../server/start.ts';
import { forgetSettings } from '../../server/settings.ts';
import { Browser } from '../support/browser.ts';
import { buildServer, runServer, type ServerRun } from '../support/built-server.ts';
import { openScene, type Scene } from '../support/payments.ts';
import { root } from '../support/source-files.ts';

let scene: Scene;
let server: ServerRun | undefined;
beforeAll(() => buildServer(), 60_000);
beforeEach(async () => {
  scene = await openScene();
  await closeDatabase();
});
afterEach(async () => {
  await kill();
  await scene.close();
});

async function kill(): Promise<void> {
  server?.child.kill('SIGKILL');
  await server?.ended;
  server = undefined;
}

/** Reads, or makes time pass, while no process has the folder. */
async function look<T>(work: () => Promise<T>): Promise<T> {
  await openState(scene.dataFolder);
  forgetSettings();
  try {
    return await work();
  } finally {
    await closeDatabase();
  }
}

/** Starts a payment and kills the process `delay` ms after it has begun, or once the address is known (null); answers the address that the resident got, if any. */
async function startAndKill(invoiceId: string, delay: number | null): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'test/server/children/start-payment.ts'), scene.dataFolder, scene.family.accountId, invoiceId], { cwd: root, env: { ...process.env, PORTAIL_LOG: 'silent' } });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const ended = new Promise((resolve) => child.on('close', resolve));
  for (let turn = 0; turn < 2_000 && !said.includes('prêt') && child.exitCode === null; turn += 1) await wait(5);
  expect(said).toContain('prêt');
  if (delay !== null) await wait(delay);
  else for (let turn = 0; turn < 2_000 && !said.includes('http'); turn += 1) await wait(5);
  child.kill('SIGKILL');
  await ended;
  return said.split('\n').find((line) => line.startsWith('http')) ?? null;
}

const attempts = () => Payment.findAll({ order: [['number', 'ASC']] });

it('killed while a payment starts: no resident is sent to an attempt that is not kept, and none is left half-open', async () => {
  const ends = new Set<string>();
  const rank = (turn: number) => scene.family.invoices[turn % 3]!.id;
  for (const [turn, delay] of [0, 15, 30, 50, 80, 120, 200, null].entries()) {
    const url = await startAndKill(rank(turn), delay);
    const before = (await look(attempts)).at(-1)?.state ?? 'none';
    server = await runServer(scene.dataFolder);
    await kill();
    await look(async () => {
      const last = (await attempts()).at(-1);
      ends.add(`${before} → ${last?.state ?? 'none'}${url ? ', sent' : ''}`);
      if (url) expect([last?.state, url.endsWith(last?.idOp ?? '?')]).toEqual(['open', true]);
      expect(await Payment.count({ where: { state: 'starting' } })).toBe(0);
      const live = (await PaymentLine.findAll({ where: { isLive: true } })).map((line) => line.paymentId);
      expect(await Payment.count({ where: { id: live, state: 'failed' } })).toBe(0);
      expect(await Invoice.count({ where: { state: 'paid' } })).toBe(0);
      await inTransaction(() => Payment.update({ liveUntil: new Date(0) }, { where: {} }));
    });
  }
  expect(ends).toContain('open → open, sent');
}, 120_000);

it('killed while a payment is settled: within one turn of the job after the restart it is paid, once', async () => {
  await look(() => scene.start(0, 1));
  const [{ idOp }] = (await look(attempts)) as [Payment];
  await scene.simulator.act(idOp!, { kind: 'decide', resultrans: 'P' });
  for (const delay of [0, 3, 6, 9, 12, 16, 20, 30]) {
    server = await runServer(scene.dataFolder);
    const told = new Browser(server.portalUrl).postForm('/paiements/notification', { idop: idOp! }).catch(() => null);
    await wait(delay);
    await kill();
    await told;
    await look(async () => {
      const [payment] = await attempts();
      const paid = await Invoice.count({ where: { state: 'paid' } });
      const [lines, mails] = [await PaymentLine.count({ where: { outcome: 'settled' } }), await OutgoingMail.count({ where: { kind: 'payment_receipt' } })];
      expect([payment!.state, paid, lines, mails]).toEqual(payment!.state === 'paid' ? ['paid', 2, 2, 1] : ['open', 0, 0, 0]);
    });
  }
  await look(() => inTransaction(() => Payment.update({ nextCheckAt: new Date() }, { where: { state: 'open' } })));
  server = await runServer(scene.dataFolder);
  await wait(1_500);
  await kill();
  await look(async () => {
    expect([(await attempts()).map(({ state }) => state), await Invoice.sum('amountCents', { where: { state: 'paid' } }), await OutgoingMail.count({ where: { kind: 'payment_receipt' } })])
      .toEqual([['paid'], scene.simulator.ledger()[0]!.cents, 1]);
  });
}, 120_000);
