// What staff do of invoices, and what the household then reads: cancelled, given another PDF, many at once, undone; by their own door and the residents'.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../server/crypto/tokens.ts';
import { addDays, dayInFrance } from '../../server/domain/days.ts';
import { inTransaction } from '../../server/db/database.ts';
import type { InvoiceActionDto, InvoiceActionPreviewDto, InvoiceScope } from '../../server/contract/schemas.ts';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import type { InvoiceActionKind } from '../../server/contract/states.ts';
import { checkPayment } from '../../server/commands/check-payment.ts';
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import { cleanUp } from '../../server/jobs/nightly.ts';
import { AuditEntry, Invoice, InvoiceEvent, InvoiceReading, OutgoingMail, PaymentLine } from '../../server/models/index.ts';
import { wordsOf, type Browser } from '../support/browser.ts';
import { rewrite } from '../support/database-state.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, password, pdfOf, type Household } from '../support/household.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { decide, newHousehold, openFirstRegie, pay, startPayingTown, type PayingTown } from '../support/paid.ts';
import { codeOf, openStaffAs } from '../support/staff-browser.ts';
import { confirmLink } from '../support/links.ts';
import { unzip } from '../support/unzip.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
});
afterAll(() => town.stop());

type Detail = EndpointOutput<'invoices.read'>;
type List = EndpointOutput<'invoices.list'>;
interface Asked { kind: InvoiceActionKind; scope: InvoiceScope; expected: number; reason?: string; tellsResidents?: boolean; actionId?: string }

const call = <T>(name: string, input: object) => town.staff.call<T>(name, input);
const act = ({ actionId = newId(), reason = '', tellsResidents = false, ...order }: Asked) => call<InvoiceActionDto>('invoices.act', { actionId, reason, tellsResidents, ...order });
const preview = (kind: InvoiceActionKind, scope: InvoiceScope) => call<InvoiceActionPreviewDto>('invoices.previewAction', { kind, scope });
const read = (invoice: Invoice) => call<Detail>('invoices.read', { invoiceId: invoice.id });
const scopeOf = (...invoices: Invoice[]): InvoiceScope => ({ invoiceIds: invoices.map(({ id }) => id) });
const refusalOf = async (work: Promise<unknown>) => plainSpaces(await work.then(() => 'accepted', (error: Error) => error.message)).replace(/^[\w.]+: /, '');
const statesOf = (invoices: Invoice[]) => Promise.all(invoices.map(async (invoice) => (await invoice.reload()).state));
const kindsOf = async ({ id }: Invoice) => (await InvoiceEvent.findAll({ where: { invoiceId: id }, order: [['at', 'ASC']] })).map(({ kind }) => kind);
/** Of the mails that this household has received. */
async function subjectsTo({ email }: Household): Promise<string[]> {
  await deliverMails(() => false);
  return town.server.mails.messages().filter(({ to }) => to.includes(email)).map(({ subject }) => plainSpaces(subject)).sort();
}
const isOne = <T>(items: T[]): T => { expect(items).toHaveLength(1); return items[0]!; };

async function enter({ email }: Household): Promise<Browser> {
  const browser = town.server.browser();
  await browser.login(email, password);
  return browser;
}
const words = async (browser: Browser, path: string) => plainSpaces(wordsOf((await browser.get(path)).text));

describe('a cancelled invoice', () => {
  let household: Household;
  let neighbour: Household;
  let resident: Browser;
  const reason = 'Facture établie deux fois';
  beforeAll(async () => {
    household = await newHousehold(town, ['A-1001', 'A-1002', 'A-1003', 'A-1004']);
    neighbour = await newHousehold(town, ['A-2001']);
    resident = await enter(household);
  });

  test('needs a reason, and the number that the agent was told', async () => {
    const [invoice] = household.invoices;
    expect(await refusalOf(act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 1 }))).toBe('Indiquez la raison.');
    expect(await refusalOf(act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 2, reason }))).toContain('ont changé entre-temps');
    expect(await statesOf([invoice!])).toEqual(['unpaid']);
  });

  test('is no longer due: its household reads why, neither its subject nor its PDF; the others read nothing', async () => {
    const [invoice] = household.invoices;
    expect(await preview('withdraw', scopeOf(invoice!))).toMatchObject({ total: 1, changing: 1, changingCents: 20_011, left: [], accounts: 1 });
    await act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 1, reason });
    expect(await words(resident, '/accueil')).toContain('3 factures à régler');
    const list = await words(resident, '/factures');
    expect(list).toContain('Annulée par le service, rien à régler : A-1001');
    const page = await words(resident, `/factures/${invoice!.id}`);
    expect(page).toContain('Vous n’avez rien à régler pour cette facture.');
    expect(page).toContain(`« ${reason} »`);
    expect(page).not.toMatch(/Multi Services|200,11/);
    expect((await resident.get(`/factures/${invoice!.id}/pdf`)).status).toBe(404);
    expect((await resident.get(`/paiements/selection?facture=${invoice!.id}`)).status).not.toBe(200);
    const stranger = await enter(neighbour);
    expect((await stranger.get(`/factures/${invoice!.id}`)).status).toBe(404);
    expect(await words(stranger, '/factures')).not.toContain('A-1001');
  });

  test('is told in its history and in the journal, and no mail leaves that was not asked', async () => {
    const { invoice, events, mayTakeBack, whyNotWithdrawn } = await read(household.invoices[0]!);
    expect([invoice.state, mayTakeBack, whyNotWithdrawn]).toEqual(['withdrawn', expect.objectContaining({ what: 'withdrawn' }), 'withdrawn']);
    expect(plainSpaces(events.at(-1)!.detail)).toBe(`« ${reason} », par Mme Martin`);
    expect(await AuditEntry.count({ where: { action: 'invoice_withdrawn', object: invoice.id } })).toBe(1);
    expect(await OutgoingMail.count({ where: { kind: 'invoice_news' } })).toBe(0);
  });

  test('is put back with a reason, and may be paid again', async () => {
    const [invoice] = household.invoices;
    await call('invoices.takeBack', { invoiceId: invoice!.id, factId: await seenFact(invoice!.id), reason: 'Erreur de ligne' });
    expect(await statesOf([invoice!])).toEqual(['unpaid']);
    expect(await words(resident, `/factures/${invoice!.id}`)).toContain('Annulation levée : de nouveau à régler');
    expect(await words(resident, '/accueil')).toContain('4 factures à régler');
  });

  test('tells its household by mail when asked, once, without a word of the others', async () => {
    const [, invoice] = household.invoices;
    await act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 1, reason, tellsResidents: true });
    await expect.poll(() => subjectsTo(household)).toEqual(['1 facture annulée']);
    const mail = isOne(town.server.mails.messages().filter(({ to }) => to.includes(household.email)));
    expect(plainSpaces(mail.text)).toMatch(/vous n’avez pas à la régler[\s\S]*Facture établie deux fois[\s\S]*A-1002/);
  });

  test('is put back with a mail to whoever was told of it, when asked', async () => {
    const [silent, told] = household.invoices;
    expect([(await read(told!)).isWithdrawalTold, (await read(silent!)).isWithdrawalTold]).toEqual([true, false]);
    await call('invoices.takeBack', { invoiceId: told!.id, factId: await seenFact(told!.id), reason: 'Erreur de ligne', tellsResidents: true });
    await expect.poll(() => subjectsTo(household)).toEqual(['1 facture annulée', '1 facture de nouveau à régler']);
    expect((await read(told!)).isWithdrawalTold).toBe(false);
  });

  test('is never one that is paid, or being paid; a payment proved late is told to staff and to the household', async () => {
    const [, , invoice] = household.invoices;
    const payment = await pay({ accountId: household.accountId, invoices: [invoice!] });
    expect(await preview('withdraw', scopeOf(invoice!))).toMatchObject({ changing: 0, left: [{ reason: 'being_paid', count: 1 }] });
    expect((await read(invoice!)).keptUntil).toBe(payment.liveUntil.toISOString());
    expect(await refusalOf(act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 1, reason }))).toContain('ont changé entre-temps');
    // The reservation has ended, the page of PayFiP is still open somewhere.
    await inTransaction(() => PaymentLine.update({ isLive: false }, { where: { paymentId: payment.id } }));
    expect((await read(invoice!)).keptUntil).toBe(null);
    await act({ kind: 'withdraw', scope: scopeOf(invoice!), expected: 1, reason });
    await decide(town, payment, 'P');
    await checkPayment({ paymentId: payment.id, actor: 'test', now: new Date() });
    expect([await statesOf([invoice!]), (await kindsOf(invoice!)).at(-1)]).toEqual([['withdrawn'], 'paid_when_withdrawn']);
    const { items } = await call<List>('invoices.list', { page: 1, pageSize: 10, sort: 'number', descending: false, state: 'paid_anyway' });
    expect(items.map(({ number, isPaidAnyway }) => [number, isPaidAnyway])).toEqual([['A-1003', true]]);
    expect((await read(invoice!)).mayTakeBack).toBe(null);
    expect(await words(resident, `/factures/${invoice!.id}`)).toContain('le service en est averti et vous recontactera');
  });
});

describe('another PDF', () => {
  let household: Household;
  let invoice: Invoice;
  const address = (more: object = {}) => `/files/invoices/${invoice.id}?${new URLSearchParams({ name: 'corrigee.pdf', reason: 'Erreur de période', ...more }).toString()}`;
  beforeAll(async () => {
    household = await newHousehold(town, ['B-1001', 'B-1002']);
    invoice = household.invoices[0]!;
  });

  test('is refused without a reason, when it is no PDF, the same, or another household’s', async () => {
    const other = await newHousehold(town, ['B-2001']);
    const codes = await Promise.all([
      [address({ reason: ' ' }), pdfOf('x')], [address(), Buffer.from('MZ')], [address(), pdfOf('B-1001')], [address(), pdfOf('B-2001')], [`/files/invoices/${'A'.repeat(22)}?name=a.pdf&reason=x`, pdfOf('x')],
    ].map(async ([path, body]) => codeOf(await town.staff.send(path as string, { method: 'PUT', body: body as Buffer, headers: { Origin: town.staff.origin, 'Content-Type': 'application/octet-stream' } }))));
    expect(codes).toEqual(['reason_empty', 'pdf_invalid', 'pdf_unchanged', 'pdf_of_another_payer', 'not_found']);
    expect(await kindsOf(invoice)).toEqual(['published']);
    expect(other.invoices).toHaveLength(1);
  });

  test('is the one that the household receives; the former is kept, with its fingerprint, for staff alone', async () => {
    const former = invoice.documentSha256!;
    expect(await town.staff.put(address({ tell: '1' }), pdfOf('corrigé'))).toBe(200);
    const resident = await enter(household);
    expect((await resident.get(`/factures/${invoice.id}/pdf`)).body.equals(pdfOf('corrigé'))).toBe(true);
    expect(await words(resident, `/factures/${invoice.id}`)).toContain('PDF remplacé');
    const { events, invoice: shown } = await read(invoice);
    expect([shown.number, plainSpaces(events.at(-1)!.detail), events.at(-1)!.formerDocument]).toEqual(['B-1001', '« Erreur de période », par Mme Martin', former]);
    await cleanUp(town.server.dataFolder, new Date(Date.now() + 48 * 3_600_000));
    await town.staff.logIn();
    expect((await town.staff.get(`/files/invoices/${invoice.id}?version=${former}`)).body.equals(pdfOf('B-1001'))).toBe(true);
    expect((await town.staff.get(`/files/invoices/${household.invoices[1]!.id}?version=${former}`)).status).toBe(404);
    await expect.poll(() => subjectsTo(household)).toEqual(['Une facture corrigée']);
  });
});

describe('who has read', () => {
  test('is told by person, the first time and the last; staff who look are not the household', async () => {
    const household = await newHousehold(town, ['C-1001']);
    const [invoice] = household.invoices;
    expect((await read(invoice!)).accounts).toEqual([{ email: household.email, state: 'active', firstReadAt: null, lastReadAt: null }]);
    const { url } = await call<{ url: string }>('people.view', { payerId: household.payerId, accountId: household.accountId });
    const viewer = town.server.browser();
    await confirmLink(viewer, new URL(url).searchParams.get('LIEN')!);
    expect((await viewer.get(`/factures/${invoice!.id}`)).status).toBe(200);
    expect(await InvoiceReading.count({ where: { invoiceId: invoice!.id } })).toBe(0);
    const resident = await enter(household);
    await resident.get(`/factures/${invoice!.id}`);
    await expect.poll(() => InvoiceReading.count({ where: { invoiceId: invoice!.id } })).toBe(1);
    const [reader] = (await read(invoice!)).accounts;
    expect([reader!.email, reader!.firstReadAt, reader!.lastReadAt]).toEqual([household.email, expect.any(String), reader!.firstReadAt]);
    await inTransaction(() => InvoiceReading.update({ firstAt: new Date('2026-01-02T10:00:00Z'), lastAt: new Date('2026-01-02T10:00:00Z') }, { where: { invoiceId: invoice!.id } }));
    await resident.get(`/factures/${invoice!.id}/pdf`);
    await expect.poll(async () => (await read(invoice!)).accounts[0]!.lastReadAt).not.toBe('2026-01-02T10:00:00.000Z');
    expect((await read(invoice!)).accounts[0]!.firstReadAt).toBe('2026-01-02T10:00:00.000Z');
  });
});

describe('many at once', () => {
  let household: Household;
  const filter = { filter: { search: '' } };
  beforeAll(async () => {
    household = await newHousehold(town, ['D-1001', 'D-1002', 'D-1003', 'D-1004', 'D-1005']);
    filter.filter.search = household.code;
    await call('invoices.settle', { invoiceId: household.invoices[0]!.id, method: 'cheque', paidOn: '2026-07-10' });
    await act({ kind: 'treasury', scope: scopeOf(household.invoices[1]!), expected: 1 });
  });

  test('all that match are weighed: how many change, how many are left and why', async () => {
    expect(await preview('suspend', filter)).toEqual({
      total: 5, totalCents: 101_055, changing: 3, changingCents: 60_933, notDue: 3, left: [{ reason: 'paid', count: 1 }, { reason: 'treasury', count: 1 }], accounts: 0,
    });
    await rewrite(`UPDATE invoices SET due_on = '${addDays(dayInFrance(new Date()), -1)}' WHERE id = '${household.invoices[2]!.id}'`);
    expect(await preview('treasury', filter)).toMatchObject({ changing: 3, notDue: 2 });
  });

  test('change in one action, told once in the journal, and asked twice is done once', async () => {
    const actionId = newId();
    const order = { actionId, kind: 'suspend', scope: filter, expected: 3, reason: 'Contrôle' } as const;
    const [one, two] = await Promise.all([act(order), act(order)]);
    expect(two).toEqual(one);
    expect(one).toMatchObject({ id: actionId, kind: 'suspend', agentName: 'Mme Martin', changed: 3, changedCents: 60_933, reason: 'Contrôle', undone: null, onlyNumber: null });
    expect(await AuditEntry.count({ where: { action: 'invoices_suspended' } })).toBe(1);
    expect((await kindsOf(household.invoices[2]!))).toEqual(['published', 'suspended']);
    expect(await words(await enter(household), `/factures/${household.invoices[2]!.id}`)).toContain('Contrôle');
    expect(await call('invoices.actionProgress', { actionId })).toBe(null);
  });

  test('are put back where nothing has happened since, and the rest is counted', async () => {
    const actionId = newId();
    await act({ actionId, kind: 'resume', scope: filter, expected: 3 });
    await call('invoices.settle', { invoiceId: household.invoices[2]!.id, method: 'cash', paidOn: '2026-07-11' });
    await call('payments.suspend', { place: 'invoice', invoiceId: household.invoices[3]!.id, sentence: 'Autre chose.' });
    const undone = await call<InvoiceActionDto>('invoices.undoAction', { actionId });
    expect(undone.undone).toMatchObject({ agentName: 'Mme Martin', count: 1, left: [{ reason: 'paid_since', count: 1 }, { reason: 'changed_since', count: 1 }] });
    expect((await Promise.all(household.invoices.slice(2).map(async (each) => (await each.reload()).suspension)))).toEqual([null, 'Autre chose.', 'Contrôle']);
    expect(await call('invoices.undoAction', { actionId })).toEqual(undone);
    expect((await call<InvoiceActionDto[]>('invoices.actions', {}))[0]).toEqual(undone);
  });

  test('sent to the Treasury or cancelled, undone they are due again, and who was told of it is told', async () => {
    const due = household.invoices.slice(3);
    const sent = await act({ kind: 'treasury', scope: scopeOf(...due), expected: 2 });
    expect(await statesOf(due)).toEqual(['treasury', 'treasury']);
    await call('invoices.undoAction', { actionId: sent.id });
    expect(await statesOf(due)).toEqual(['unpaid', 'unpaid']);
    const cancelled = await act({ kind: 'withdraw', scope: scopeOf(...due), expected: 2, reason: 'Doublon', tellsResidents: true });
    await call('invoices.undoAction', { actionId: cancelled.id });
    expect(await statesOf(due)).toEqual(['unpaid', 'unpaid']);
    await expect.poll(() => subjectsTo(household)).toEqual(['2 factures annulées', '2 factures de nouveau à régler']);
  });

  test('are offered to be undone only while something of them is left as it was', async () => {
    const [, , , one, other] = household.invoices;
    const { id, mayUndo } = await act({ kind: 'withdraw', scope: scopeOf(one!, other!), expected: 2, reason: 'Doublon' });
    const stillMay = async () => (await call<InvoiceActionDto[]>('invoices.actions', {})).find((action) => action.id === id)?.mayUndo;
    expect(mayUndo).toBe(true);
    await call('invoices.takeBack', { invoiceId: one!.id, factId: await seenFact(one!.id), reason: 'Erreur' });
    expect(await stillMay()).toBe(true);
    await call('invoices.takeBack', { invoiceId: other!.id, factId: await seenFact(other!.id), reason: 'Erreur' });
    expect(await stillMay()).toBe(false);
    expect((await act({ kind: 'resume', scope: scopeOf(one!), expected: 1 })).onlyNumber).toBe(one!.number);
  });

  test('who may only look does nothing of it', async () => {
    const reader = await openStaffAs(town.server, 'reader');
    const order = { actionId: newId(), kind: 'withdraw', scope: scopeOf(household.invoices[4]!), expected: 1, reason: 'x', tellsResidents: false };
    for (const [name, input] of [['invoices.act', order], ['invoices.previewAction', { kind: 'withdraw', scope: order.scope }], ['invoices.undoAction', { actionId: order.actionId }]] as const) {
      expect([name, codeOf(await reader.postJson(`/api/${name}`, input))]).toEqual([name, 'right_missing']);
    }
    expect(await reader.put(`/files/invoices/${household.invoices[4]!.id}?name=a.pdf&reason=x`, pdfOf('y'))).toBe(403);
    expect((await reader.get('/files/invoices.csv')).status).toBe(403);
  });

  test('leave as a file, the chosen ones or all that match, amounts as numbers and no formula', async () => {
    await town.staff.call('imports.publish', { batchId: await town.staff.sendImport(csvOf([{ numero: 'E-1001', date: '01/03/2025', echeance: '31/03/2025', montant: '12,50', objet: '=1+1', code_payeur: 'FORM', nom: 'FORMULE' }]), {}) });
    const text = plainSpaces((await town.staff.get('/files/invoices.csv?from=2025-03-01&to=2025-03-31')).text);
    expect(text.trim().split('\r\n')).toEqual([
      'numero;date;echeance;regie;code_payeur;redevable;objet;montant;etat;prelevement;suspendu', "E-1001;2025-03-01;2025-03-31;Régie centralisée;FORM;FORMULE;'=1+1;12,50;Non réglée;;", 'Total;;;;;;;12,50;;;',
    ]);
    const two = household.invoices.slice(0, 2).map(({ id }) => id).join(',');
    const sheet = unzip((await town.staff.get(`/files/invoices.xlsx?ids=${two}`)).body, 'xl/worksheets/sheet1.xml');
    expect([...sheet.matchAll(/<c r="H\d+"[^>]*><v>(\d+\.\d+)<\/v>/g)].map(([, value]) => value)).toEqual(['200.11', '201.11', '401.22']);
    for (const bad of ['from=hier', 'state=inconnu', 'ids=x']) expect([bad, (await town.staff.get(`/files/invoices.csv?${bad}`)).status]).toEqual([bad, 422]);
  });
});

test('the period of issue narrows the list, with the other filters', async () => {
  const numbers = async (filter: object) => (await call<List>('invoices.list', { page: 1, pageSize: 50, sort: 'number', descending: false, ...filter })).items.map(({ number }) => number);
  expect(await numbers({ from: '2025-03-01', to: '2025-03-01' })).toEqual(['E-1001']);
  expect(await numbers({ from: '2025-03-02', to: '2025-12-31' })).toEqual([]);
  expect(await numbers({ to: '2025-12-31', state: 'paid' })).toEqual([]);
  expect(await numbers({ to: '2025-12-31', search: '12,50' })).toEqual(['E-1001']);
});
