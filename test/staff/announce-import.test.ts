// Whom a published import would tell, and why nobody when it is so.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportDto } from '../../server/contract/schemas.ts';
import { OutgoingMail } from '../../server/models/index.ts';
import { csvOf } from '../support/household.ts';
import { startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await town.staff.call('regies.save', { code: 'EAU', name: 'Eau' });
});
afterAll(() => town.stop());

async function publish(...rows: { numero: string; nom: string; email?: string; etat?: string }[]): Promise<ImportDto> {
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

test('mails are counted until the last has left', async () => {
  const { id: batchId } = await publish({ numero: 'N-20', nom: 'EMERY', email: 'emery@exemple.test' });
  await town.staff.call('imports.announce', { batchId });
  const told = () => town.staff.call<ImportDto>('imports.read', { batchId });
  await expect.poll(async () => (await told()).announcementsLeft, { timeout: 10_000 }).toBe(0);
  await OutgoingMail.update({ state: 'queued', nextAttemptAt: new Date('2099-01-01') }, { where: { recipient: 'emery@exemple.test' } });
  expect(await told()).toMatchObject({ announcedAccounts: 1, announcementsLeft: 1, accountsToAnnounce: 0 });
});
