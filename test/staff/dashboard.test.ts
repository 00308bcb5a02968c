// The dashboard: each figure is that of the list or of the export behind it, to the cent; and what threatens the portal is seen.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DashboardDto, DashboardFiguresDto } from '../../server/contract/schemas.ts';
import { addDays, dayInFrance, lastMonths, nextMonth } from '../../server/domain/days.ts';
import { watchCertificate } from '../../server/health.ts';
import { rewrite } from '../support/database-state.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, importFiles, type Household } from '../support/household.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { decide, newHousehold, openFirstRegie, pay, startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
let paying: Household;
let visiting: Household;
const today = dayInFrance(new Date());
const months = lastMonths(today, 12);
const french = (day: string) => day.split('-').reverse().join('/');
const figures = () => town.staff.call<DashboardFiguresDto>('dashboard.figures', {});
const waiting = () => town.staff.call<DashboardDto>('dashboard.read', {});

beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
  paying = await newHousehold(town, ['M-1', 'M-2', 'M-3', 'M-4', 'M-5', 'M-6']);
  visiting = await newHousehold(town, ['V-1']);
  await town.staff.call('regies.save', { code: 'EAU', name: 'Eau' });
});
afterAll(() => town.stop());

describe('what is unpaid', () => {
  test('is counted by age, to the day', async () => {
    const late = [-10, 0, 1, 29, 30, 59, 60, 89, 90, 400];
    const rows = late.map((days, index) => ({
      numero: `AGE-${index}`, date: french(addDays(today, -500)), echeance: french(addDays(today, -days)), montant: `${10 + index},0${index}`, code_payeur: 'AGES', nom: 'AGES', regie: 'EAU',
    }));
    const before = (await figures()).unpaid;
    await importFiles(town.server.dataFolder, { csv: csvOf([...rows, { numero: 'AGE-SANS', date: french(today), montant: '1,00', code_payeur: 'AGES', nom: 'AGES', regie: 'EAU' }]) }, { allowMissingPdf: true });
    const { unpaid } = await figures();
    expect(unpaid.map(({ age, count }, index) => [age, count - before[index]!.count])).toEqual([['not_due', 3], ['under_30', 2], ['under_60', 2], ['under_90', 2], ['over_90', 2]]);
    expect(unpaid.map(({ cents }, index) => cents - before[index]!.cents)).toEqual([1000 + 1101 + 100, 1202 + 1303, 1404 + 1505, 1606 + 1707, 1808 + 1909]);
  });

  test('adds up to the lists that it leads to', async () => {
    const list = (state: string) => town.staff.call<{ total: number; totalCents: number }>('invoices.list', { page: 1, pageSize: 1, sort: 'number', descending: false, state });
    const { unpaid } = await figures();
    const sum = (rows: typeof unpaid) => ({ total: rows.reduce((all, { count }) => all + count, 0), totalCents: rows.reduce((all, { cents }) => all + cents, 0) });
    expect(await list('unpaid')).toMatchObject(sum(unpaid));
    expect(await list('overdue')).toMatchObject(sum(unpaid.slice(1)));
  });
});

describe('what came in', () => {
  beforeAll(async () => {
    const household = paying;
    const settle = (index: number, paidOn: string, method = 'cheque') => town.staff.call('invoices.settle', { invoiceId: household.invoices[index]!.id, method, paidOn });
    await settle(0, '2026-08-31');
    await settle(1, '2026-09-01', 'cash');
    await settle(2, today);
    await town.staff.call('invoices.takeBack', { invoiceId: household.invoices[2]!.id, factId: await seenFact(household.invoices[2]!.id), reason: 'Erreur' });
    // On line: at night in France it is already another month, or another year.
    for (const [index, at] of [[3, `${months[0]}-01 00:30:00.000 +00:00`], [4, '2026-08-31 22:30:00.000 +00:00'], [5, '2026-08-31 21:30:00.000 +00:00']] as const) {
      const payment = await pay({ ...household, invoices: [household.invoices[index]!] });
      await decide(town, payment, 'P');
      await town.staff.call('payments.check', { paymentId: payment.id });
      await rewrite(`UPDATE payments SET transaction_at = '${at}' WHERE id = '${payment.id}'`);
    }
    const trial = await pay({ ...household, invoices: [household.invoices[2]!] });
    await rewrite(`UPDATE payments SET saisie = 'T', state = 'paid', transaction_at = '2026-09-10 10:00:00.000 +00:00' WHERE id = '${trial.id}'`);
  });

  test('is, month by month and régie by régie, what the exports say', async () => {
    const { receipts, regies, months: shown } = await figures();
    expect(shown).toEqual(months);
    const told = receipts.map(({ month, regieId, cents, count }) => [month, regies.find(({ id }) => id === regieId)?.name, cents, count]);
    const exported = await Promise.all(months.map(async (month) => totalsOf(month, await exportOf(month))));
    expect([...told].sort()).toEqual(exported.flat().sort());
    expect(told.filter(([month]) => month === '2026-08' || month === '2026-09').map(([month, , cents]) => [month, cents]).sort()).toEqual([['2026-08', 20011 + 20511], ['2026-09', 20111 + 20411]]);
    expect(receipts.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  });

  const exportOf = async (month: string) => (await town.staff.get(`/files/payments.csv?du=${month}-01&au=${addDays(`${nextMonth(month)}-01`, -1)}`)).text;

  function totalsOf(month: string, csv: string): [string, string, number, number][] {
    const rows = plainSpaces(csv).trim().split(/\r?\n/).map((line) => line.split(';'));
    return rows.filter(([, , name]) => name?.startsWith('Total ')).map((row) => {
      const name = row[2]!.slice('Total '.length);
      return [month, name, Math.round(Number(row[6]!.replace(/[^\d,-]/g, '').replace(',', '.')) * 100), rows.filter(([day, , regie]) => day && regie === name).length];
    });
  }
});

test('accounts, paper and the last visits are those of the people', async () => {
  const household = visiting;
  await town.server.browser().login(household.email, 'parapluie-bleu-42');
  const seen = await figures();
  expect(seen.visits.last[0]).toMatchObject({ email: household.email, payer: { id: household.payerId } });
  expect(seen.visits.accounts).toBeGreaterThanOrEqual(1);
  const total = (filter?: string) => town.staff.call<{ total: number }>('payers.list', { page: 1, pageSize: 1, sort: 'name', descending: false, filter }).then((list) => list.total);
  await town.staff.call('payers.recordPaperChoice', { payerId: household.payerId, isPaperless: true, decidedOn: today, proof: 'Courrier' });
  const { payers, payersWithoutEmail, paperlessPayers } = await figures();
  expect({ payers, payersWithoutEmail, paperlessPayers }).toEqual({ payers: await total(), payersWithoutEmail: await total('stranger'), paperlessPayers: await total('paperless') });
  // Staff who look over a shoulder are no visit.
  await rewrite("DELETE FROM sessions WHERE kind = 'resident'");
  await rewrite("DELETE FROM audit_entries WHERE action = 'account_logged_in'");
  const { url } = await town.staff.call<{ url: string }>('people.view', { payerId: household.payerId, accountId: household.accountId });
  await fetch(url, { redirect: 'manual' });
  expect((await figures()).visits).toEqual({ accounts: 0, last: [] });
});

describe('what needs attention', () => {
  test('lines refused, of every import, until an invoice of their number is published', async () => {
    const row = (numero: string, montant: string) => ({ numero, date: french(today), echeance: french(today), montant, code_payeur: 'REFUS', nom: 'REFUS', regie: 'EAU' });
    const batchId = await town.staff.sendImport(csvOf([row('R-1', '10,00'), row('R-2', 'zéro'), row('R-3', '')]), {});
    const left = async () => (await town.staff.call<{ unpublishedRefusals: number }>('imports.read', { batchId })).unpublishedRefusals;
    expect([await left(), (await waiting()).unpublishedRefusals]).toEqual([2, 2]);
    await town.staff.call('imports.publish', { batchId });
    expect(await left()).toBe(2);
    expect((await waiting()).unpublishedRefusals).toBe(2);
    await town.staff.call('imports.publish', { batchId: await town.staff.sendImport(csvOf([row('R-2', 'encore faux'), row('R-4', '14,00'), row('R-5', 'faux')]), {}) });
    expect((await waiting()).unpublishedRefusals).toBe(3);
    await town.staff.call('imports.publish', { batchId: await town.staff.sendImport(csvOf([row('R-2', '12,00'), row('R-3', '13,00'), row('R-5', '15,00')]), {}) });
    expect((await waiting()).unpublishedRefusals).toBe(0);
    expect(await left()).toBe(0);
  });

  test('an import where nothing can be published as it is is to correct', async () => {
    const open = async () => { const { draftImports, importsToCorrect } = await waiting(); return [draftImports, importsToCorrect]; };
    const before = await open();
    const row = (montant: string) => ({ numero: 'C-1', date: french(today), echeance: french(today), montant, code_payeur: 'CORRIGE', nom: 'CORRIGE', regie: 'EAU' });
    const bad = await town.staff.sendImport(csvOf([row('zéro')]), {});
    const unreadable = await town.staff.sendImport('ceci n’est pas une liste\n', {});
    const good = await town.staff.sendImport(csvOf([row('10,00')]), {});
    expect(await open()).toEqual([before[0]! + 3, before[1]! + 2]);
    for (const batchId of [bad, unreadable, good]) await town.staff.call('imports.discard', { batchId });
    expect(await open()).toEqual(before);
  });

  test('no backup yet, and the room on the disk', async () => {
    expect((await waiting()).health).toMatchObject({ lastBackupAt: null, freeBytes: expect.any(Number) });
  });

  test('the end of the portal’s certificate, where it answers in https', async () => {
    const file = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
    const server = createServer({ key: file('certificate-key.pem'), cert: file('certificate.pem') });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await watchCertificate(`https://127.0.0.1:${port}`);
    expect((await waiting()).health.certificateEndsAt).toMatch(/^2126-/);
    await new Promise((resolve) => server.close(resolve));
    await watchCertificate(`https://127.0.0.1:${port}`);
    expect((await waiting()).health.certificateEndsAt).toBeNull();
  });
});
