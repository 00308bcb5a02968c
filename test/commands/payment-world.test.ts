// Play and real money never meet: a folder that has seen one does not serve the other, and what one has verified is worth nothing to the other.
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { inTransaction } from '../../server/db/database.ts';
import { Account, AuditEntry, Payment, Regie, Setting } from '../../server/models/index.ts';
import { startServer } from '../../server/start.ts';
import { overrideSettings, readSettings } from '../../server/settings.ts';
import { minute, simulate } from '../support/payfip.ts';
import { openScene, receipts, standing, type Scene } from '../support/payments.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(async () => { overrideSettings({}); await scene.close(); });

const payfip = 'https://www.payfip.gouv.fr';
const useService = (baseUrl: string) => updateSettings({ patch: { payments: { baseUrl, suspension: null } }, actor: 'agent:1' });

it('a folder of play payments does not serve for real, nor the reverse', async () => {
  const payment = await scene.start();
  await expect(useService(payfip)).rejects.toMatchObject({ code: 'payments_are_play', field: 'payments.baseUrl' });
  expect((await readSettings()).payments.baseUrl).toBe(scene.simulator.baseUrl);
  await inTransaction(() => Promise.all([payment.update({ baseUrl: payfip }), Setting.update({ value: 'real' }, { where: { section: 'payment-world' } })]));
  await expect(useService(scene.simulator.baseUrl)).rejects.toMatchObject({ code: 'payments_are_real' });
});

it('what the simulator has verified and activated is forgotten when PayFiP takes over, and the régies are closed', async () => {
  await inTransaction(() => Regie.update({ verifiedAt: scene.now(), verifiedLabels: 'X', cardActivatedAt: scene.now(), debitActivatedAt: scene.now() }, { where: {} }));
  await useService(payfip);
  expect(await Regie.findOne()).toMatchObject({ stage: 'closed', verifiedAt: null, verifiedLabels: null, cardActivatedAt: null, debitActivatedAt: null, numcli: '006270' });
  expect(await AuditEntry.count({ where: { action: 'payment_world_changed', detail: 'real' } })).toBe(1);
  await inTransaction(() => Regie.update({ stage: 'test' }, { where: {} }));
  await useService('https://www.tipi.budget.gouv.fr');
  expect(await Regie.findOne()).toMatchObject({ stage: 'test' });
});

it('an attempt is asked about where it was opened, whatever the address has become', async () => {
  const payment = await scene.start();
  const other = await simulate();
  await useService(other.baseUrl);
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'P' });
  await pollPayments(() => false, await scene.later(25 * minute));
  expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'] });
  expect([(await Payment.findOne())!.baseUrl, JSON.parse((await receipts())[0]!.payload).isPlay]).toEqual([scene.simulator.baseUrl, true]);
});

it('the server does not start on a folder of the other world', async () => {
  const payment = await scene.start();
  await scene.close();
  const dataFolder = temporaryFolder();
  const config = { dataFolder, portalPort: 0, staffPort: 0, publicUrl: undefined, trustedProxies: [] };
  const play = await startServer({ ...config, payfipUrl: 'http://127.0.0.1:9' });
  const regieId = (await Regie.findOne({ rejectOnEmpty: true })).id;
  await inTransaction(async () => {
    await Account.create({ id: 'a', email: 'a@exemple.test', emailKey: 'a@exemple.test', state: 'invited' });
    await Payment.create({ ...payment.get({ plain: true }), regieId, accountId: 'a', baseUrl: 'http://127.0.0.1:9' });
  });
  await play.stop();
  await expect(startServer({ ...config, payfipUrl: undefined })).rejects.toMatchObject({ code: 'payments_are_play' });
  rmSync(dataFolder, { recursive: true, force: true });
  scene = await openScene();
});
