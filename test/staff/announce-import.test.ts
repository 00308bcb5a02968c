// Whom a published import would tell, and why nobody when it is so.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DashboardDto, ImportDto } from '../../server/contract/schemas.ts';
import { inTransaction } from '../../server/db/database.ts';
import { Invoice, OutgoingMail } from '../../server/models/index.ts';
import { rewrite } from '../support/database-state.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf } from '../support/household.ts';
import { startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await town.staff.call('regies.save', { code: 'EAU', name: 'Eau' });
});
afterAll(() => town.stop());

async function publish(...rows: { numero: string; nom: string; email?: string; etat?: string; echeance?: string }[]): Promise<ImportDto> {
  const batchId = await town.staff.sendImport(csvOf(rows.map((row) => ({ date: '01/09/2026', echeance: '30/09/2026', montant: '12,00', code_payeur: row.nom, regie: 'EAU', ...row }))), {});
  return town.staff.call('imports.publish', { batchId });
}

test('nobody is told of what is already settled, though they have an address', async () => {
  expect(await publish({ numero: 'N-1', nom: 'BONNEFOY', email: 'bonnefoy@exemple.test', etat: 'reglee' })).toMatchObject({ dueInvoices: 0, accountsToAnnounce: 0 });
});

test('nobody is told who has no address', async () => {
  expect(await publish({ numero: 'N-2', nom: 'MARCHAND' })).toMatchObject({ dueInvoices: 1, accountsToAnnounce: 0 });
});

test('the first of those who would be told are named', async () => {
  const rows = ['ALBERT', 'BERNARD', 'CLAUDEL', 'DUMAS'].map((nom, index) => ({ numero: `N-1${index}`, nom, email: `${nom.toLowerCase()}@exemple.test` }));
  expect(await publish(...rows)).toMatchObject({
    accountsToAnnounce: 4, firstToAnnounce: ['ALBERT (albert@exemple.test)', 'BERNARD (bernard@exemple.test)', 'CLAUDEL (claudel@exemple.test)'],
  });
});

test('the mail says how much, and keeps by when, of what is not debited by itself; in the commune-école it says that nothing is due', async () => {
  const rows = [{ numero: 'N-40', echeance: '20/12/2026' }, { numero: 'N-41', echeance: '15/12/2026' }, { numero: 'N-42', echeance: '10/12/2026' }];
  const { id: batchId } = await publish(...rows.map((row) => ({ ...row, nom: 'IMBERT', email: 'imbert@exemple.test' })));
  await inTransaction(() => Invoice.update({ directDebit: true }, { where: { number: 'N-42' } }));
  await town.staff.call('imports.announce', { batchId });
  await expect.poll(() => town.server.mails.messages().filter(({ to }) => to.includes('imbert@exemple.test')).map(({ text }) => plainSpaces(text)), { timeout: 10_000 })
    .toEqual([expect.stringMatching(/Commune-école[\s\S]*3 nouvelles factures .* total de 36,00 €\./)]);
  const { payload } = await OutgoingMail.findOne({ where: { recipient: 'imbert@exemple.test' }, rejectOnEmpty: true });
  expect(JSON.parse(payload)).toMatchObject({ count: 3, firstDueOn: '2026-12-15', isPlay: true });
});

test('mails are counted until the last has left', async () => {
  const { id: batchId } = await publish({ numero: 'N-20', nom: 'EMERY', email: 'emery@exemple.test' });
  await town.staff.call('imports.announce', { batchId });
  const told = () => town.staff.call<ImportDto>('imports.read', { batchId });
  await expect.poll(async () => (await told()).announcementsLeft, { timeout: 10_000 }).toBe(0);
  await OutgoingMail.update({ state: 'queued', nextAttemptAt: new Date('2099-01-01') }, { where: { recipient: 'emery@exemple.test' } });
  expect(await told()).toMatchObject({ announcedAccounts: 1, announcementsLeft: 1, announcementsLost: 0, accountsToAnnounce: 0 });
  await OutgoingMail.update({ state: 'failed', nextAttemptAt: null }, { where: { recipient: 'emery@exemple.test' } });
  expect(await told()).toMatchObject({ announcedAccounts: 1, announcementsLeft: 0, announcementsLost: 1 });
});

test('what was published of late waits to be announced, until it is, or two weeks have passed', async () => {
  const waiting = async () => (await town.staff.call<DashboardDto>('dashboard.read', {})).importsToAnnounce;
  const before = await waiting();
  await publish({ numero: 'N-30', nom: 'FABRE' });
  const { id: first } = await publish({ numero: 'N-31', nom: 'GIRAUD', email: 'giraud@exemple.test' });
  const { id: second } = await publish({ numero: 'N-32', nom: 'HENRY', email: 'henry@exemple.test' });
  expect(await waiting()).toEqual([second, first, ...before]);
  await town.staff.call('imports.announce', { batchId: second });
  expect(await waiting()).toEqual([first, ...before]);
  await rewrite(`UPDATE import_batches SET published_at = '${new Date(Date.now() - 15 * 86_400_000).toISOString().replace('T', ' ').replace('Z', ' +00:00')}' WHERE id = '${first}'`);
  expect(await waiting()).toEqual(before);
});
