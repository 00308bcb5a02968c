// An attempt read and saved by prepared statements is the one that Sequelize reads and saves.
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { database, inTransaction } from '../../server/db/database.ts';
import { readAttempt } from '../../server/db/reads.ts';
import { modelOf, reloadInWrite, saveInWrite } from '../../server/db/rows.ts';
import { readInWrite } from '../../server/db/writes.ts';
import { ImportBatch, Payment } from '../../server/models/index.ts';
import { openScene, type Scene } from '../support/payments.ts';

let scene: Scene;
let payment: Payment;
beforeEach(async () => {
  scene = await openScene();
  payment = await scene.start();
});
afterEach(() => scene.close());

const stored = () => database().query('SELECT * FROM payments WHERE id = ?', { replacements: [payment.id], type: QueryTypes.SELECT });
const writesSoFar = () => readInWrite('SELECT total_changes() AS rows');
const read = async (): Promise<Payment> => modelOf(Payment, (await readAttempt(payment.id))!);
const learnt = { state: 'refused' as const, resultrans: 'R', problem: 'L’« échec »', transactionAt: new Date('2026-03-29T02:30:00.007Z'), watchedFrom: null };

it('is read alike, dates included', async () => {
  await payment.update(learnt);
  const bySequelize = (await Payment.findByPk(payment.id, { rejectOnEmpty: true })).get();
  expect((await read()).get()).toEqual(bySequelize);
  expect(await inTransaction(async () => (await reloadInWrite(payment)).get())).toEqual(bySequelize);
  expect((await read()).changed()).toBe(false);
});

it('is saved alike: what was set, what was emptied, and nothing that another has written since', async () => {
  await payment.update(learnt);
  const [bySequelize] = await stored();
  await payment.update({ state: 'open', resultrans: null, problem: null, transactionAt: null, watchedFrom: new Date() });
  const mine = await read();
  await Payment.update({ email: 'autre@exemple.test' }, { where: { id: payment.id } });
  await inTransaction(() => saveInWrite(mine.set(learnt)));
  expect(await stored()).toEqual([{ ...bySequelize, email: 'autre@exemple.test' }]);
  expect(mine.changed()).toBe(false);
});

it('sees what its transaction has written, and writes nothing when nothing was set', async () => {
  const before = await stored();
  await inTransaction(async () => {
    const mine = await reloadInWrite(payment);
    const writes = await writesSoFar();
    await saveInWrite(mine);
    expect(await writesSoFar()).toEqual(writes);
    await saveInWrite(mine.set({ problem: 'vu' }));
    expect(await writesSoFar()).not.toEqual(writes);
    expect((await reloadInWrite(mine)).problem).toBe('vu');
    await saveInWrite(mine.set({ problem: payment.problem ?? null }));
  });
  expect(await stored()).toEqual(before);
});

it('is refused outside a transaction, when it is gone, and for columns that only Sequelize reads', async () => {
  await expect(reloadInWrite(payment)).rejects.toThrow('no transaction');
  await expect(saveInWrite(payment.set({ problem: 'dehors' }))).rejects.toThrow('no transaction');
  await expect(inTransaction(() => reloadInWrite(Payment.build({ ...payment.get(), id: 'absent' })))).rejects.toThrow('no such row');
  expect(() => modelOf(ImportBatch, {})).toThrow('read by Sequelize');
});
