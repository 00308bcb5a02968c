// Ticket mails that come in, tables that go out, through the staff's own door.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EndpointOutput, StaffAnswer } from '../../server/contract/staff-api.ts';
import type { TicketDto } from '../../server/contract/schemas.ts';
import { inTransaction } from '../../server/db/database.ts';
import { dayInFrance } from '../../server/domain/days.ts';
import { AuditEntry, Invoice, InvoiceEvent, Payment, Regie } from '../../server/models/index.ts';
import { everyRow } from '../support/database-state.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { plainSpaces } from '../support/french.ts';
import type { Household } from '../support/household.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { decide, newHousehold, openFirstRegie, pay, payByAddress, startPayingTown, type PayingTown } from '../support/paid.ts';
import { post } from '../support/payfip.ts';
import { firstAgent, openWorkstation } from '../support/staff-browser.ts';
import { unzip } from '../support/unzip.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
});
afterAll(() => town.stop());

const heads = 'From: PayFiP <ne-pas-repondre@dgfip.finances.gouv.fr>\r\nTo: regie@sistec.test\r\nDate: Tue, 14 Jul 2026 09:00:00 +0200\r\nMIME-Version: 1.0\r\n';
const ticketText = (reference: string, amount: string) => `Bonjour,\r\n\r\nVotre paiement en ligne PayFiP a bien été pris en compte.\r\nRéférence de la dette : ${reference}\r\nMontant : ${amount}\r\nNuméro d’autorisation : 123456\r\n`;
const plainMail = (text: string, subject = 'Ticket de paiement PayFiP') => Buffer.from(`${heads}Subject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`);
const htmlMail = (text: string) => Buffer.from(`${heads}Subject: =?ISO-8859-1?Q?Ticket_de_t=E9l=E9paiement?=\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`<html><body><table>${text.replaceAll('€', '&euro;').split('\r\n').map((line) => `<tr><td>${line}</td></tr>`).join('')}</table><img src="http://127.0.0.1:9/x.png"><script>x</script></body></html>`, 'latin1').toString('base64')}`);
const forwarded = (mail: Buffer) => Buffer.concat([Buffer.from(`From: agent@sistec.test\r\nSubject: TR\r\nDate: Wed, 15 Jul 2026 09:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nvoir ci-joint\r\n--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="ticket.eml"\r\n\r\n`), mail, Buffer.from('\r\n--b--\r\n')]);

async function drop(content: Buffer, name = 'ticket.eml'): Promise<{ status: number; answer: StaffAnswer<TicketDto> }> {
  const { status, text } = await town.staff.send(`/files/payment-ticket?name=${name}`, { method: 'PUT', body: content, headers: { Origin: town.staff.origin, 'Content-Type': 'application/octet-stream' } });
  return { status, answer: JSON.parse(text) };
}
async function read(content: Buffer): Promise<TicketDto> {
  const { answer } = await drop(content);
  if (!answer.ok) throw new Error(answer.message);
  return { ...answer.value, sentence: plainSpaces(answer.value.sentence) };
}
const refusalOf = async (content: Buffer, name?: string) => {
  const { answer } = await drop(content, name);
  return answer.ok ? 'accepted' : plainSpaces(answer.message);
};

describe('a ticket mail', () => {
  let household: Household;
  let payment: Payment;
  beforeAll(async () => {
    household = await newHousehold(town, ['2026-2001', '2026-2002']);
    payment = await pay({ ...household, invoices: [household.invoices[0]!] });
  });

  test.each([['plain', plainMail], ['in HTML, base64 and Latin-1', htmlMail], ['forwarded as a file', (text: string) => forwarded(plainMail(text))]])('%s: finds the payment, and settles nothing by itself', async (_kind, mailOf) => {
    const before = await everyRow();
    const ticket = await read(mailOf(ticketText(payment.refdet, '200,11 €').replaceAll('’', "'")));
    expect(ticket).toMatchObject({ action: 'check', paymentId: payment.id, reference: payment.refdet, amountCents: 20_011, day: '2026-07-14', invoices: [{ number: '2026-2001' }], payerNames: [expect.stringContaining('FOYER')] });
    expect(ticket.sentence).toBe(`Ce ticket est celui du paiement n° ${payment.number}. PayFiP en donnera la preuve : interrogez-le.`);
    expect(await everyRow()).toBe(before);
  });

  test('with another amount proposes nothing', async () => {
    expect(await read(plainMail(ticketText(payment.refdet, '200,12 €')))).toMatchObject({ action: 'none', amountCents: 20_012, sentence: expect.stringMatching(/mais pas le montant : le ticket dit 200,12 €, 200,11 € étaient attendus/) });
  });

  test('of a payment by address proposes to confirm it', async () => {
    await openFirstRegie({ interface: 'url', numcli: '008112' });
    const announced = await payByAddress(town, await newHousehold(town, ['2026-2003']));
    await openFirstRegie();
    expect(announced.state).toBe('reported');
    const operation = town.simulator.operations().find(({ fields }) => fields.refdet === announced.refdet)!;
    const sent = await fetch(`${town.simulator.baseUrl}/simulateur/ticket?operation=${operation.id}`);
    expect(sent.headers.get('content-disposition')).toBe(`attachment; filename="ticket-${announced.refdet}.eml"`);
    const ticket = Buffer.from(await sent.arrayBuffer());
    expect(await read(ticket)).toMatchObject({ action: 'confirm', paymentId: announced.id });
    await town.staff.call('payments.confirm', { paymentId: announced.id });
    expect(await read(ticket)).toMatchObject({ action: 'none', sentence: expect.stringMatching(/déjà reçu/) });
  });

  test('of a test settles nothing', async () => {
    await inTransaction(() => payment.update({ saisie: 'T', state: 'open' }));
    expect(await read(plainMail(ticketText(payment.refdet, '200,11 €')))).toMatchObject({ action: 'none', sentence: expect.stringMatching(/qu’un essai/) });
  });

  test('of an invoice paid on PayFiP’s own site proposes to settle it, on the day of the mail', async () => {
    const invoice = household.invoices[1]!;
    const ticket = await read(plainMail(ticketText('2026-2002', '201,11 €')));
    expect(ticket).toMatchObject({ action: 'settle', paymentId: null, amountCents: 20_111, day: '2026-07-14', invoices: [{ id: invoice.id, number: '2026-2002' }] });
    await town.staff.call('invoices.settle', { invoiceId: invoice.id, method: 'payfip', paidOn: ticket.day });
    expect((await invoice.reload()).state).toBe('paid');
    expect(await read(plainMail(ticketText('2026-2002', '201,11 €')))).toMatchObject({ action: 'none', sentence: expect.stringMatching(/déjà réglée/) });
  });

  test('knows the Treasury’s 18 digits', async () => {
    const { invoices: [titre] } = await newHousehold(town, ['2026-77-1']);
    expect(await read(plainMail(ticketText('202600000077000001', '200,11 €')))).toMatchObject({ action: 'settle', invoices: [{ id: titre!.id }] });
  });

  test.each(['2026EA000000000456789', '2026-EA-00-456789'])('knows as %s a rôle that was printed with its zeros', async (reference) => {
    const number = '2026-EA-00-000456789';
    const role = (await Invoice.findOne({ where: { number } })) ?? (await newHousehold(town, [number])).invoices[0]!;
    expect(await read(plainMail(ticketText(reference, '200,11 €')))).toMatchObject({ action: 'settle', invoices: [{ id: role.id, number }] });
  });

  test('about nothing of ours says so', async () => {
    expect(await read(plainMail(ticketText('AUTRE123456', '12,00 €')))).toMatchObject({ action: 'none', paymentId: null, invoices: [], sentence: expect.stringMatching(/^Aucune facture ni aucun paiement/) });
  });

  test('from the future is of today', async () => {
    expect((await read(Buffer.from(String(plainMail(ticketText('2026-2002', '201,11 €'))).replace('2026 09:00', '2099 09:00')))).day).toBe(dayInFrance(new Date()));
  });
});

describe('what is no ticket gets a sentence', () => {
  test.each([
    ['a letter', plainMail('Bonjour, la cantine sera fermée lundi.', 'Cantine')], ['a ticket without amount', plainMail('Ticket de paiement PayFiP, référence AB123456.')],
    ['an amount alone', plainMail('Votre commande AB123456 : 12,00 €', 'Commande')],
  ])('%s', async (_kind, mail) => expect(await refusalOf(mail)).toBe('« ticket.eml » n’est pas un ticket de paiement PayFiP : aucune référence avec son montant n’y a été trouvée.'));

  test.each([['a PDF', Buffer.from('%PDF-1.4\n')], ['nothing', Buffer.alloc(0)], ['noise', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256))]])('%s', async (_kind, content) => {
    expect(await refusalOf(content, 'x.pdf')).toBe('« x.pdf » n’est pas un courriel enregistré (.eml).');
  });

  test('more than 1 MB', async () => {
    const { status, answer } = await drop(Buffer.alloc(1024 * 1024 + 1, 0x20), 'gros.eml');
    expect([status, !answer.ok && plainSpaces(answer.message)]).toEqual([413, 'Le fichier « gros.eml » est trop gros : 1 Mo au plus.']);
  });
});

describe('the table of payments', () => {
  const today = dayInFrance(new Date());
  const csvFor = async (query: Record<string, string>) => town.staff.get(`/files/payments.csv?${new URLSearchParams({ du: today, au: today, ...query }).toString()}`);
  const rowsOf = (text: string) => text.replace(/^\ufeff/, '').trimEnd().split('\r\n').map((row) => row.split(';'));
  let atDesk: Household;
  let onLine: Household;
  let announced: Household;
  let ticketed: Household;
  let tried: Household;
  beforeAll(async () => {
    atDesk = await newHousehold(town, ['2026-3301', '2026-3302', '2026-3303']);
    onLine = await newHousehold(town, ['2026-3304']);
    announced = await newHousehold(town, ['2026-3401', '2026-3402', '2026-3403']);
    ticketed = await newHousehold(town, ['2026-3501']);
    tried = await newHousehold(town, ['2026-3601', '2026-3602']);
  });
  const cents = (cell = '') => Number(cell.replace(',', ''));

  test('adds up to the cent, by régie, whatever the number of payments', async () => {
    const lots = [['2026-3001', '2026-3002', '2026-3003'], ['2026-3101'], ['2026-3201', '2026-3202']];
    const households: Household[] = [];
    for (const numbers of lots) households.push(await newHousehold(town, numbers));
    const other = await inTransaction(async () => {
      const [first] = await Regie.findAll({ order: [['createdAt', 'ASC']] });
      await Regie.update({ code: 'A' }, { where: { id: first!.id } });
      return Regie.create({ id: 'B'.repeat(22), code: 'B', name: '=Eau "2"', numcli: '006270', stage: 'production', allowsSeveral: true, verifiedAt: new Date() });
    });
    const amounts: number[] = [];
    await inTransaction(() => Invoice.update({ regieId: other.id, amountCents: 1_999 }, { where: { number: '2026-3101' } }));
    for (const household of households) {
      const payment = await pay(household);
      await decide(town, payment, household.invoices.length === 2 ? 'V' : 'P');
      await town.staff.call('payments.check', { paymentId: payment.id });
      amounts.push((await payment.reload()).amountCents);
    }
    await inTransaction(() => Payment.update({ saisie: 'A' }, { where: { saisie: 'T' } }));
    const { text, headers } = await csvFor({});
    expect([headers['content-type'], headers['content-disposition']]).toEqual(['text/csv; charset=utf-8', `attachment; filename="paiements-fictifs-${today}-${today}.csv"`]);
    const [heads0, ...rows] = rowsOf(text);
    expect(heads0).toEqual(['date', 'enregistrement', 'regie', 'reference', 'facture', 'redevable', 'montant', 'origine', 'moyen', 'autorisation', 'operation', 'agent', 'suite']);
    const bodies = rows.filter(([, , , reference]) => reference);
    const total = rows.at(-1)!;
    expect([total[2], cents(total[6])]).toEqual(['Total', bodies.reduce((sum, row) => sum + cents(row.at(-7)), 0)]);
    expect(cents(total[6])).toBe(await Payment.sum('amountCents', { where: { state: 'paid' } }));
    expect(amounts[1]).toBe(1_999);
    expect(text).toContain('"\'=Eau ""2"""');
    expect(bodies.filter(([, , , , number]) => number?.startsWith('2026-32')).map((row) => [row[7], row[8], row[12]])).toEqual([['En ligne (fictif)', 'Prélèvement', 'Facture réglée'], ['En ligne (fictif)', 'Prélèvement', 'Facture réglée']]);

    const workbook = await town.staff.get(`/files/payments.xlsx?du=${today}&au=${today}`);
    expect(workbook.headers['content-disposition']).toBe(`attachment; filename="paiements-fictifs-${today}-${today}.xlsx"`);
    const sheet = unzip(workbook.body, 'xl/worksheets/sheet1.xml');
    const column = (letter: string) => [...sheet.matchAll(new RegExp(`<c r="${letter}\\d+"(?![^>]*t="s")[^>]*><v>([\\d.]+)</v>`, 'g'))].map(([, value]) => Number(value));
    const numbers = column('G').map((value) => Math.round(value * 100));
    const today1900 = (Date.parse(`${today}T00:00:00Z`) - Date.parse('1899-12-30T00:00:00Z')) / 86_400_000;
    expect(column('A')).toEqual(bodies.map(() => today1900));
    expect(unzip(workbook.body, 'xl/workbook.xml')).toContain('name="Paiements"');
    expect(unzip(workbook.body, 'xl/styles.xml')).toContain('dd/mm/yyyy');
    expect(unzip(workbook.body, 'xl/sharedStrings.xml')).toMatch(/Régie.*Référence.*Montant \(€\).*Opération/s);
    expect(sheet).toMatch(/<col [^>]*width="12"/);
    expect(numbers).toEqual(rows.map((row) => cents(row[6])));

    const narrowed = rowsOf((await csvFor({ regie: other.id })).text);
    expect(narrowed.at(-1)?.[6]).toBe('19,99');
    expect(await AuditEntry.count({ where: { action: 'payments_exported' } })).toBe(3);
  });

  test('holds what was settled at the desk, on the day it was paid, with how and by whom', async () => {
    const { invoices: [cash, cheque, later] } = atDesk;
    const other = await Regie.create({ id: 'C'.repeat(22), code: 'C', name: '@Crèche', numcli: '006270' });
    await inTransaction(() => Invoice.update({ regieId: other.id }, { where: { id: cheque!.id } }));
    await inTransaction(() => Invoice.update({ issuedOn: '2026-04-01' }, { where: { id: [cash!.id, cheque!.id, later!.id] } }));
    // A misclick, taken back: it is no receipt.
    await town.staff.call('invoices.settle', { invoiceId: cash!.id, method: 'cheque', paidOn: '2026-05-04' });
    await town.staff.call('invoices.takeBack', { invoiceId: cash!.id, factId: await seenFact(cash!.id), reason: 'Mauvais moyen' });
    // A clock was put back in between.
    await inTransaction(() => InvoiceEvent.update({ at: new Date('2026-04-30T08:00:00Z') }, { where: { invoiceId: cash!.id, kind: 'settlement_undone' } }));
    for (const [invoice, method, paidOn] of [[cash, 'cash', '2026-05-02'], [cheque, 'cheque', '2026-05-31'], [later, 'transfer', '2026-06-01']] as const) {
      await town.staff.call('invoices.settle', { invoiceId: invoice!.id, method, paidOn });
    }
    // Paid on line on the 3rd of May at 00:30 in France, known only today.
    const payment = await pay(onLine);
    await decide(town, payment, 'P');
    await town.staff.call('payments.check', { paymentId: payment.id });
    await inTransaction(() => Payment.update({ transactionAt: new Date('2026-05-02T22:30:00Z') }, { where: { id: payment.id } }));
    const { name: regie } = await Regie.findByPk(cash!.regieId, { rejectOnEmpty: true });

    const may = rowsOf((await csvFor({ du: '2026-05-01', au: '2026-05-31' })).text);
    const { numauto, idOp, refdet } = await payment.reload();
    expect(may.slice(1)).toEqual([
      ['2026-05-02', today, regie, '', '2026-3301', expect.stringMatching(/FOYER/), '200,11', 'Au guichet', 'Espèces', '', '', firstAgent.name, 'Facture réglée'],
      ['2026-05-03', today, regie, refdet, '2026-3304', expect.stringMatching(/FOYER/), '200,11', 'En ligne (fictif)', 'Carte bancaire', numauto, idOp, '', 'Facture réglée'],
      ['2026-05-31', today, "'@Crèche", '', '2026-3302', expect.stringMatching(/FOYER/), '201,11', 'Au guichet', 'Chèque', '', '', firstAgent.name, 'Facture réglée'],
      ['', '', `Total ${regie}`, '', '', '', '400,22', '', '', '', '', '', ''], ['', '', 'Total @Crèche', '', '', '', '201,11', '', '', '', '', '', ''], ['', '', 'Total', '', '', '', '601,33', '', '', '', '', '', ''],
    ]);
    expect(rowsOf((await csvFor({ du: '2026-05-01', au: '2026-05-31', regie: other.id })).text).slice(1).map((row) => [row[4], row[6]])).toEqual([['2026-3302', '201,11'], ['', '201,11'], ['', '201,11']]);
    expect(rowsOf((await csvFor({ du: '2026-06-01', au: '2026-06-01' })).text).at(-1)?.[6]).toBe('202,11');
    expect((await csvFor({})).text).not.toMatch(/2026-330\d/);
    // The list on the screen counts the same days.
    const listed = async (day: string) => (await town.staff.call<EndpointOutput<'payments.list'>>('payments.list', { page: 1, pageSize: 50, from: day, to: day })).items.map(({ id }) => id);
    expect([await listed('2026-05-03'), (await listed(today)).includes(payment.id)]).toEqual([[payment.id], false]);
  });

  test('counts a payment by address on the day it was confirmed, when the day announced cannot be true', async () => {
    await openFirstRegie({ interface: 'url', numcli: '008112' });
    for (const [number, dattrans] of [['2026-3401', '01011990'], ['2026-3402', '31122099'], ['2026-3403', '00000000']] as const) {
      const invoice = announced.invoices.find((each) => each.number === number)!;
      const { url, paymentId } = await startPayment({ accountId: announced.accountId, invoiceIds: [invoice.id], now: new Date() });
      const sent = new URL(url).searchParams;
      await post(`${town.server.portalUrl}${new URL(sent.get('urlcl')!).pathname}`, { ...Object.fromEntries(sent), resultrans: 'P', numauto: '3feabd', dattrans, heurtrans: '1205' });
      await town.staff.call('payments.confirm', { paymentId });
    }
    await openFirstRegie();
    const rows = rowsOf((await csvFor({})).text).filter((row) => row[4]?.startsWith('2026-34'));
    expect(rows.map((row) => row[11])).toEqual(rows.map(() => firstAgent.name));
    const numbersOf = async (query: Record<string, string>) => rowsOf((await csvFor(query)).text).map((row) => row[4]).filter((number) => number?.startsWith('2026-34'));
    expect([await numbersOf({}), await numbersOf({ du: '1990-01-01', au: '1990-01-01' }), await numbersOf({ du: '2099-12-31', au: '2099-12-31' })]).toEqual([['2026-3401', '2026-3402', '2026-3403'], [], []]);
  });

  test('counts a payment announced, then settled at the desk with its ticket, on the day of the ticket', async () => {
    await openFirstRegie({ interface: 'url', numcli: '008112' });
    const payment = await payByAddress(town, ticketed);
    await openFirstRegie();
    const [invoice] = ticketed.invoices;
    await inTransaction(() => Invoice.update({ issuedOn: '2026-04-01' }, { where: { id: invoice!.id } }));
    await inTransaction(() => Payment.update({ createdAt: new Date('2026-04-06T09:00:00Z') }, { where: { id: payment.id } }));
    const settle = (paidOn: string) => town.staff.call('invoices.settle', { invoiceId: invoice!.id, method: 'payfip', paidOn });
    await expect(settle('2026-03-31')).rejects.toThrow(/avant celle de la facture/);
    await expect(settle('2026-04-05')).rejects.toThrow(/avant celle du paiement, commencé le 06\/04\/2026/);
    await settle('2026-04-07');
    expect(rowsOf((await csvFor({ du: '2026-04-07', au: '2026-04-07' })).text).slice(1, 2).map((row) => [row[0], row[3], row[4]])).toEqual([['2026-04-07', payment.refdet, '2026-3501']]);
  });

  test('counts an activation, that is debited and to be paid back, and no test', async () => {
    const totalOf = async () => cents(rowsOf((await csvFor({})).text).at(-1)?.[6]);
    const before = await totalOf();
    const listed = async () => (await town.staff.call<EndpointOutput<'payments.list'>>('payments.list', { page: 1, pageSize: 1 })).paidCents;
    const shownBefore = await listed();
    const paidIn = async (stage: 'test' | 'activation', rank: number) => {
      await openFirstRegie({ stage, trialEmails: tried.email });
      const payment = await pay({ ...tried, invoices: [tried.invoices[rank]!] });
      await decide(town, payment, 'P');
      await town.staff.call('payments.check', { paymentId: payment.id });
      return payment;
    };
    await paidIn('test', 0);
    const activation = await paidIn('activation', 1);
    await openFirstRegie();
    const rows = async () => rowsOf((await csvFor({})).text).filter(([, , , , number]) => number?.startsWith('2026-36')).map((row) => [row[4], row[6], row[12]]);
    expect([await rows(), await totalOf() - before, await listed() - shownBefore]).toEqual([[['2026-3602', '201,11', 'Activation, à rembourser']], 20_111, 20_111]);
    await town.staff.call('payments.sort', { paymentId: activation.id, invoiceIds: [], settledNumbers: [], note: 'Remboursé' });
    expect(await rows()).toEqual([['2026-3602', '201,11', 'Activation']]);
  });

  test('of an empty period holds its total', async () => {
    expect(rowsOf((await csvFor({ du: '2020-01-01', au: '2020-01-31' })).text).slice(1)).toEqual([['', '', 'Total', '', '', '', '0,00', '', '', '', '', '', '']]);
  });

  test.each<Record<string, string>>([{ du: '2026-02-30' }, { du: '2026-03-02', au: '2026-03-01' }, { du: '' }])('of %o is refused', async (query) => {
    expect((await csvFor(query)).status).toBe(422);
  });

  test('of an unknown régie is not found; nobody reads it without being logged in', async () => {
    expect((await csvFor({ regie: 'Z'.repeat(22) })).status).toBe(404);
    const stranger = await openWorkstation(town.server);
    expect((await stranger.get(`/files/payments.csv?du=${today}&au=${today}`)).status).toBe(401);
    expect(await stranger.put('/files/payment-ticket?name=x.eml', plainMail('x'))).toBe(401);
  });
});
