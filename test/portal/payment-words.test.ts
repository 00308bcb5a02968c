// What a resident reads of a payment while it is opened, once it is given up, refused or long past, and what is left to pay.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { settlePayment } from '../../server/commands/settle-payment.ts';
import { Invoice, Payment, PaymentAnswer, Regie } from '../../server/models/index.ts';
import { overrideSettings } from '../../server/settings.ts';
import { hiddenFields, wordsOf } from '../support/browser.ts';
import { selection, tipi, usePayingResident } from '../support/paying-resident.ts';

const { simulator, server, household, browser, ids, words, leave, leaveAndChoose } = await usePayingResident();

test('the choice says what is late, and what is paid separately', async () => {
  const water = await Regie.create({ id: 'E'.repeat(22), code: 'EAU', name: 'Eau de Sistec' });
  await Invoice.update({ regieId: water.id }, { where: { id: ids[1]! } });
  await Invoice.update({ dueOn: '2020-01-01' }, { where: { id: ids[2]! } });
  const shown = await words(selection(ids[0]!));
  expect(shown.match(/En retard/g)).toHaveLength(1);
  expect(shown).toContain('Vous avez aussi à régler, séparément : Eau de Sistec.');
  await Invoice.update({ declared: 'resident' }, { where: { id: ids[1]! } });
  expect(await words(selection(ids[0]!))).not.toContain('séparément');
  await Invoice.update({ regieId: household.invoices[0]!.regieId, dueOn: '2026-12-21' }, { where: {} });
  await water.destroy();
});

test('while PayFiP has not answered, the page comes back by itself and says how long to wait', async () => {
  await leave(ids[0]!);
  const { id } = (await Payment.findOne({ rejectOnEmpty: true }));
  const page = await browser.get(`/paiements/${id}`);
  expect(page.headers.refresh).toBe('8');
  expect(wordsOf(page.text)).toMatch(/Paiement en cours.*vous pourrez recommencer dans 20 minutes/);
  expect((await browser.get(`/paiements/${id}?actualisation=non`)).headers.refresh).toBeUndefined();
  expect(await words('/factures')).toContain('Paiement en cours');
  expect(await words(`/factures/${ids[0]}`)).toContain('Un paiement est en cours pour la facture 2017-020-002059. Attendez 20 minutes avant une nouvelle tentative.');
  const again = await browser.postForm('/paiements', { ...hiddenFields((await browser.get(tipi(ids[1]!))).text, '/paiements'), factures: ids[0]! });
  expect([again.status, wordsOf(again.text).includes('Attendez 20 minutes'), again.text.includes('action="/paiements"')]).toEqual([422, true, false]);
});

test.each([
  ['card-refused', 'Paiement refusé', 'refused', '8'], ['abandon', 'Paiement abandonné', 'cancelled', undefined],
] as const)('after « %s » the page says « %s », that nothing was debited and how long to wait, then offers to start again', async (...[choice, title, state, refresh]) => {
  const address = await leaveAndChoose(choice);
  const soon = await browser.get(address);
  expect(wordsOf(soon.text)).toMatch(new RegExp(`${title} 200,11 €.*Rien n’a été débité.*dans 20 minutes.*selon PayFiP`));
  expect([soon.headers.refresh, soon.text.includes('/paiements/selection')]).toEqual([refresh, false]);
  expect(await words('/factures')).toMatch(new RegExp(`${title} Vous pourrez recommencer dans 20 minutes`));
  const invoice = await words(`/factures/${ids[0]}`);
  expect(invoice).toContain(`${title} : vous pourrez recommencer dans 20 minutes.`);
  expect(invoice).not.toContain('en cours');
  await Invoice.update({ state: 'paid' }, { where: { id: ids[0]! } });
  for (const page of [address, `/factures/${ids[0]}`]) expect([await words(page)].filter((text) => text.includes(title) && !text.includes('recommencer'))).toHaveLength(1);
  await Invoice.update({ state: 'unpaid' }, { where: { id: ids[0]! } });
  await Regie.update({ suspension: 'Fermé pour inventaire.' }, { where: {} });
  for (const page of [address, `/factures/${ids[0]}`]) expect(await words(page)).not.toContain('recommencer');
  await Regie.update({ suspension: null }, { where: {} });

  await Payment.update({ state, liveUntil: new Date(Date.now() - 1_000) }, { where: {} });
  const page = await browser.get(address);
  expect(wordsOf(page.text)).toContain(title);
  expect(wordsOf(page.text)).toContain('Rien n’a été débité');
  expect(page.text).toContain(`href="/paiements/selection?facture=${ids[0]}"`);
  expect(await words('/factures')).toContain('Payer la facture');
});

describe('while PayFiP takes its time', () => {
  let release: (status: number) => void;
  let slow: Server;
  beforeEach(async () => {
    const released = new Promise<number>((resolve) => { release = resolve; });
    slow = createServer((message, response) => void released.then(async (status) => {
      const answer = await fetch(`${simulator.baseUrl}${message.url}`, { method: 'POST', body: await text(message), headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
      response.writeHead(status === 200 ? answer.status : status, { 'Content-Type': 'text/xml; charset=utf-8' }).end(await answer.text());
    }));
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    overrideSettings({ payfipUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
  });
  afterEach(() => {
    overrideSettings({ payfipUrl: simulator.baseUrl });
    slow.close();
  });

  /** The words of the window as soon as it shows any, and all that it has shown once PayFiP has answered with `status`. */
  async function watch(status: number): Promise<{ first: string; whole: string }> {
    const fields = hiddenFields((await browser.get(tipi(ids[0]!))).text, '/paiements');
    const answer = await fetch(`${browser.origin}/paiements`, {
      method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { Origin: browser.origin, Cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    const pieces = answer.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const first = (await pieces.next()).value ?? '';
    release(status);
    let whole = first;
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) whole += piece.value;
    return { first, whole };
  }

  test('the window says so at once, then goes to PayFiP by itself', async () => {
    const { first, whole } = await watch(200);
    expect([wordsOf(first).includes('Connexion au service de paiement…'), first.includes('refresh')]).toEqual([true, false]);
    const { idOp } = await Payment.findOne({ rejectOnEmpty: true });
    expect(whole).toMatch(new RegExp(`<meta http-equiv="refresh" content="0;url=http://127.0.0.1:\\d+/tpa/paiementws.web\\?idop=${idOp}">`));
    expect(whole.trim().endsWith('</html>')).toBe(true);
  });

  test('and when it fails, says that nothing was debited and leads back', async () => {
    const { whole } = await watch(502);
    expect(wordsOf(whole)).toContain('Le service de paiement ne répond pas. Rien n’a été débité.');
    expect([whole.includes(`href="${tipi(ids[0]!)}"`), whole.includes('refresh')]).toEqual([true, false]);
  });
});

test('a session that ended meanwhile is said to have ended, and leads back to it', async () => {
  const stranger = server.browser();
  await stranger.get('/connexion');
  const answer = await stranger.postForm('/paiements', { factures: ids[0]! });
  expect([answer.status, wordsOf(answer.text).includes('Votre session a expiré Connectez-vous de nouveau'), answer.text.includes('href="/connexion?suite=%2Ffactures"'), answer.text.includes('Code 401')]).toEqual([401, true, true, false]);
});

test('what awaits nothing from the resident is neither « à régler » nor late', async () => {
  await Invoice.update({ dueOn: '2020-01-01' }, { where: {} });
  expect(await words('/factures')).toContain('3 factures à régler, pour un total de 603,33 €');
  await Invoice.update({ declared: 'payfip' }, { where: { id: ids[0]! } });
  await Invoice.update({ directDebit: true }, { where: { id: ids[1]! } });
  expect(await words('/factures')).toContain('1 facture à régler, pour un total de 202,11 € . 2 autres n’attendent rien de vous');
  expect((await words('/factures')).match(/En retard/g)).toHaveLength(1);
  expect(await words('/accueil')).toContain('1 facture à régler — 202,11 €');
  const reported = await words(`/factures/${ids[0]}`);
  expect([reported.includes('Payée, à confirmer'), reported.includes('En retard'), reported.includes('À régler au plus tard')]).toEqual([true, false, false]);
  await Invoice.update({ declared: 'resident' }, { where: { id: ids[2]! } });
  expect(await words('/factures')).toContain('Vous n’avez rien à régler pour l’instant. 3 factures n’attendent rien de vous');
  await Invoice.update({ dueOn: '2026-12-21' }, { where: {} });
});

test('what was said keeps its first date, however often PayFiP is asked again; what the service did has its own', async () => {
  const address = await leaveAndChoose('abandon');
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await PaymentAnswer.update({ at: new Date('2026-03-01T10:00:00Z') }, { where: { code: 'A' } });
  await settlePayment(payment.id, { door: 'staff', now: new Date() });
  expect(await PaymentAnswer.count({ where: { code: 'A' } })).toBeGreaterThan(1);
  for (const page of [address, `/factures/${ids[0]}`]) expect(await words(page)).toMatch(/[Ll]e 01\/03\/2026 11:00 · selon PayFiP/);
  await cancelPayment({ paymentId: payment.id, reason: 'Essai', actor: 'test', now: new Date('2026-03-02T10:00:00Z') });
  expect(await words(address)).toMatch(/Le 02\/03\/2026 11:00 · selon le service/);
});
