// What staff and residents say of invoices beside PayFiP: at the desk, to the treasury, suspended, declared; and the number of a régie.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actOnInvoices } from '../../server/commands/act-on-invoices.ts';
import { declarePaid, undeclarePaid } from '../../server/commands/declare-paid.ts';
import { loadBasket, loadPayable } from '../../server/commands/load-basket.ts';
import { recogniseClient } from '../../server/commands/recognise-client.ts';
import { removeRegie } from '../../server/commands/remove-regie.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { suspendPayments } from '../../server/commands/suspend-payments.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { verifyRegie } from '../../server/commands/verify-regie.ts';
import { weighInvoices } from '../../server/commands/weigh-invoices.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { invoiceState, type InvoiceEventKind } from '../../server/domain/invoice.ts';
import { Invoice, InvoiceEvent, Regie, Setting } from '../../server/models/index.ts';
import { overrideSettings, readSettings } from '../../server/settings.ts';
import { everyRow } from '../support/database-state.ts';
import { createHousehold } from '../support/household.ts';
import { eventsOf, openRegie, openScene, type Scene } from '../support/payments.ts';

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(async () => { vi.restoreAllMocks(); await scene.close(); });

const id = (rank = 0) => scene.family.invoices[rank]!.id;
const word = (invoiceId = id()) => ({ accountId: scene.family.accountId, invoiceId, now: scene.now() });
const desk = (changes = {}) => settleByHand({ invoiceId: id(), method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now(), ...changes });
/** Answers how many went, and why others were left. */
async function toTreasury(invoiceIds: string[], now = scene.now()) {
  const { changing, left } = await weighInvoices('treasury', invoiceIds, now);
  const order = { actionId: newId(), kind: 'treasury', invoiceIds, expected: changing.length, reason: '', tellsResidents: false, actor: 'agent:1', now } as const;
  if (changing.length > 0) await actOnInvoices(order);
  return { sent: changing.length, left: left.map(({ reason, count }) => `${count} ${reason}`).sort() };
}
const read = async (rank = 0) => (await Invoice.findByPk(id(rank)))!;

it('the state kept on an invoice is the one that its events tell', async () => {
  await declarePaid(word());
  await suspendPayments({ place: 'invoice', invoiceId: id(), sentence: '', actor: 'agent:1', now: scene.now() });
  await toTreasury([id()]);
  await desk();
  const events = await InvoiceEvent.findAll({ where: { invoiceId: id() }, order: [['at', 'ASC']] });
  expect([invoiceState(events.map(({ kind }) => kind)), (await read()).state]).toEqual(['paid', 'paid']);
  const all: InvoiceEventKind[] = ['published', 'settled', 'declared_by_resident', 'undeclared_by_resident', 'reported_paid', 'report_denied', 'paid_twice', 'paid_when_withdrawn', 'suspended', 'resumed'];
  expect([invoiceState(all), invoiceState(['published', 'declared_by_resident']), invoiceState([])]).toEqual(['paid', 'unpaid', 'unpaid']);
});

describe('at the desk', () => {
  it('settles once; said again in other words it is refused', async () => {
    await Promise.all([desk(), desk(), desk()]);
    expect(await eventsOf({ id: id() })).toEqual(['settled staff']);
    await expect(desk({ method: 'cheque' })).rejects.toMatchObject({ code: 'invoice_already_paid' });
    await expect(desk({ invoiceId: id(1), paidOn: '2026-12-04' })).rejects.toMatchObject({ code: 'day_in_future', field: 'paidOn' });
    await expect(desk({ invoiceId: id(1), paidOn: '2026-07-09' })).rejects.toMatchObject({ code: 'day_before_invoice', field: 'paidOn', details: { day: '10/07/2026' } });
    await expect(desk({ invoiceId: 'absent' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('to the treasury', () => {
  it('sends what is unpaid, once', async () => {
    await desk();
    expect([await toTreasury([id(0), id(1), 'absent']), await toTreasury([id(0), id(1), id(2)]), await toTreasury([id(1)])].map(({ sent }) => sent)).toEqual([1, 1, 0]);
    expect([(await read(0)).state, (await read(1)).state, (await read(2)).state]).toEqual(['paid', 'treasury', 'treasury']);
    await expect(scene.start(1)).rejects.toMatchObject({ code: 'invoice_in_treasury' });
  });
});

it('leaves to the resident what is being paid, or announced as paid', async () => {
  await scene.start(0);
  await Invoice.update({ declared: 'payfip' }, { where: { id: id(1) } });
  const send = (at: Date) => toTreasury([id(0), id(1), id(2)], at);
  expect(await send(scene.now())).toEqual({ sent: 1, left: ['1 being_paid', '1 reported'] });
  expect([(await read(0)).state, (await read(1)).state, (await read(2)).state]).toEqual(['unpaid', 'unpaid', 'treasury']);
  expect(await send(await scene.later(30 * 60_000))).toEqual({ sent: 1, left: ['1 reported', '1 treasury'] });
});

describe('suspended', () => {
  const suspend = (place: Parameters<typeof suspendPayments>[0]) => suspendPayments(place);
  it.each(['portal', 'regie', 'invoice'] as const)('%s: nobody pays, with the sentence; then again', async (place) => {
    const regieId = (await Regie.findOne())!.id;
    const order = { actor: 'agent:1', now: scene.now(), place, regieId, invoiceId: id() } as never;
    await suspend({ ...(order as object), sentence: 'Mise à jour jusqu’à lundi.' } as never);
    await expect(scene.start()).rejects.toMatchObject({ code: 'payments_suspended', details: { sentence: 'Mise à jour jusqu’à lundi.' } });
    await suspend({ ...(order as object), sentence: ' ' } as never);
    await expect(scene.start()).rejects.toMatchObject({ details: { sentence: 'Le paiement a été temporairement suspendu.' } });
    await suspend({ ...(order as object), sentence: null } as never);
    expect((await scene.start()).state).toBe('open');
  });
  it('does not keep the simulator’s address of a demonstration', async () => {
    await Setting.destroy({ where: { section: 'payments' } });
    overrideSettings({ payfipUrl: scene.simulator.baseUrl });
    await suspend({ place: 'portal', sentence: 'Fermé.', actor: 'agent:1', now: scene.now() });
    expect([(await readSettings()).payments, JSON.parse((await Setting.findByPk('payments'))!.value)]).toEqual([{ baseUrl: scene.simulator.baseUrl, suspension: 'Fermé.' }, { baseUrl: 'https://www.payfip.gouv.fr', suspension: 'Fermé.' }]);
    overrideSettings({});
    await expect(updateSettings({ patch: { payments: { baseUrl: 'https://www.payfip.gouv.fr.evil.test', suspension: null } }, actor: 'x' })).rejects.toThrow(/adresse de PayFiP/);
  });
  it('keeps an address of the service that is being saved at the same time', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const before = inTransaction(() => gate);
    const moving = updateSettings({ patch: { payments: { baseUrl: 'http://127.0.0.1:9', suspension: null } }, actor: 'x' });
    await wait(100);
    const suspending = suspend({ place: 'portal', sentence: 'Fermé.', actor: 'agent:1', now: scene.now() });
    await wait(100);
    open();
    await Promise.all([before, moving, suspending]);
    expect((await readSettings()).payments).toEqual({ baseUrl: 'http://127.0.0.1:9', suspension: 'Fermé.' });
  });
  it('what does not exist is not suspended', async () => {
    await expect(suspend({ place: 'regie', regieId: 'absent', sentence: '', actor: 'x', now: scene.now() })).rejects.toMatchObject({ code: 'not_found' });
    await expect(suspend({ place: 'invoice', invoiceId: 'absent', sentence: '', actor: 'x', now: scene.now() })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('declared by the resident', () => {
  it('says, changes no state, and is taken back', async () => {
    await Promise.all([declarePaid(word()), declarePaid(word())]);
    expect([(await read()).state, (await read()).declared]).toEqual(['unpaid', 'resident']);
    await expect(scene.start()).rejects.toMatchObject({ code: 'invoice_declared_paid' });
    await undeclarePaid(word());
    await undeclarePaid(word());
    expect([(await read()).declared, (await eventsOf({ id: id() })).sort()]).toEqual([null, ['declared_by_resident resident', 'undeclared_by_resident resident']]);
    await desk();
    for (const say of [declarePaid, undeclarePaid]) await expect(say(word())).rejects.toMatchObject({ code: 'invoice_already_paid' });
    await Invoice.update({ state: 'treasury' }, { where: { id: id(1) } });
    await expect(declarePaid(word(id(1)))).rejects.toMatchObject({ code: 'invoice_in_treasury' });
    await Invoice.update({ directDebit: true }, { where: { id: id(2) } });
    await expect(declarePaid(word(id(2)))).rejects.toMatchObject({ code: 'invoice_direct_debit' });
  });
  it('another household’s invoice does not exist', async () => {
    const theirs = await createHousehold(scene.dataFolder, { code: 'AUTRE', email: 'b@exemple.test', numbers: ['AUTRE-1'] });
    const before = await everyRow();
    for (const act of [declarePaid, undeclarePaid]) for (const invoiceId of [theirs.invoices[0]!.id, 'absent']) await expect(act(word(invoiceId))).rejects.toMatchObject({ code: 'not_found' });
    expect(await everyRow()).toBe(before);
  });
  it('what PayFiP announced is not the resident’s to take back', async () => {
    await Invoice.update({ declared: 'payfip' }, { where: { id: id() } });
    await expect(undeclarePaid(word())).rejects.toMatchObject({ code: 'invoice_reported_paid' });
  });
});

describe('what the selection page shows', () => {
  it('the unpaid invoices of the régie, with why not', async () => {
    await desk({ invoiceId: id(2) });
    await declarePaid(word(id(1)));
    const { rows, regie } = await loadPayable({ accountId: scene.family.accountId, invoiceId: id(), now: scene.now() });
    expect([regie.numcli, rows.map(({ number, refusal }) => [number, refusal?.code ?? null])]).toEqual(['006270', [['SIMNEVER-1', null], ['SIMNEVER-2', 'invoice_declared_paid']]]);
    const theirs = await createHousehold(scene.dataFolder, { code: 'AUTRE', email: 'b@exemple.test', numbers: ['AUTRE-1'] });
    await expect(loadBasket({ accountId: scene.family.accountId, invoiceIds: [id(), theirs.invoices[0]!.id], now: scene.now() })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('the last régie is not removed', async () => {
  await expect(removeRegie({ regieId: (await Regie.findOne())!.id, actor: 'agent:1' })).rejects.toMatchObject({ code: 'regie_last' });
});

describe('« Vérifier l’identifiant »', () => {
  const verify = async () => verifyRegie({ regieId: (await Regie.findOne())!.id, actor: 'agent:1' });
  const recognise = async (isOurs: boolean) => recogniseClient({ regieId: (await Regie.findOne())!.id, isOurs, actor: 'agent:1', now: scene.now() });
  it('keeps the labels of the service, until the number changes', async () => {
    expect(await verify()).toEqual(['DDFIP DE DEMONSTRATION', 'COMMUNE DE SAINT AUBIN LES VIGNES', 'REGIE CANTINE ET GARDERIE']);
    expect(await Regie.findOne()).toMatchObject({ verifiedAt: null, verifiedLabels: expect.stringContaining('VIGNES\nREGIE') });
    await recognise(false);
    expect(await Regie.findOne()).toMatchObject({ verifiedAt: null, verifiedLabels: null });
    await expect(recognise(true)).rejects.toMatchObject({ code: 'transition_not_allowed' });
    await verify();
    await recognise(true);
    await verify();
    expect(await Regie.findOne()).toMatchObject({ verifiedAt: scene.now(), verifiedLabels: expect.stringContaining('VIGNES\nREGIE') });
    await openRegie({ numcli: '012327' });
    expect(await Regie.findOne()).toMatchObject({ verifiedAt: null, verifiedLabels: null });
  });
  it('a number saved meanwhile is not the one that was verified', async () => {
    const ask = globalThis.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async (...call) => {
      await openRegie({ numcli: '012327' });
      return ask(...call);
    });
    await expect(verify()).rejects.toMatchObject({ code: 'regie_number_changed', field: 'numcli' });
    expect(await Regie.findOne()).toMatchObject({ numcli: '012327', verifiedAt: null, verifiedLabels: null });
  });
  it('an answer about another client verifies nothing', async () => {
    const ask = globalThis.fetch;
    vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async (...call) => new Response((await (await ask(...call)).text()).replaceAll('006270', '012327'), { status: 200 }));
    await expect(verify()).rejects.toMatchObject({ code: 'payfip_unavailable' });
    expect(await Regie.findOne()).toMatchObject({ verifiedAt: null });
  });
  it('says why not', async () => {
    await openRegie({ numcli: '095548' });
    await expect(verify()).rejects.toMatchObject({ code: 'payfip_client_by_address', field: 'numcli' });
    await openRegie({ numcli: '999999' });
    await expect(verify()).rejects.toMatchObject({ code: 'payfip_client_refused', field: 'numcli', details: { code: 'T2' } });
    scene.simulator.breakService('http-502');
    await expect(verify()).rejects.toMatchObject({ code: 'payfip_unavailable' });
    await openRegie({ numcli: null, stage: 'closed' });
    await expect(verify()).rejects.toMatchObject({ code: 'payfip_numcli_invalid' });
  });
});
