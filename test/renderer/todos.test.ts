import { describe, expect, it } from 'vitest';
import { announcementStage, todayInFrance } from '../../renderer/announcement-stage.ts';
import { shownAmount, shownDay } from '../../renderer/raw-cells.ts';
import { reopenedWords } from '../../renderer/suspensions.ts';
import { hasRight, type Role } from '../../server/contract/rights.ts';
import type { DashboardDto } from '../../server/contract/schemas.ts';
import { todosOf } from '../../renderer/todos.ts';
import { updateWaits } from '../../electron/updates/update-waits.ts';
import { updateTodos } from '../../renderer/updates.ts';
import type { UpdateState } from '../../electron/desktop-api.ts';

const now = new Date('2026-09-10T08:00:00Z');
const calm = {
  mailsFailed: 0, mailsToVerify: 0, newMessages: 0, draftImports: 0, importsToCorrect: 0, importsToAnnounce: [], unpublishedRefusals: 0, invoicesSaidPaid: 0, paymentsToConfirm: 0, paymentsToSort: 0, regiesToVerify: 0, isPortalSuspended: false, regiesSuspended: 0, invoicesSuspended: 0,
  isPlay: false, lastPublishedAt: '2026-09-01T08:00:00Z', smtpConfigured: true, portalUrl: '', isAddressTakenOver: false, exposure: 'everywhere' as const, setupLeft: [],
  health: { lastBackupAt: '2026-09-09T22:00:00Z', freeBytes: 80e9, certificateEndsAt: null, isJournalBroken: false },
};
const withHealth = (change: Partial<DashboardDto['health']>) => ({ health: { ...calm.health, ...change } });
const everything = () => true;

describe('what waits for the secretary', () => {
  it('is nothing when all is well', () => expect(todosOf(calm, everything, now)).toEqual([]));
  it('is nothing when a proxy on this computer lets residents in', () => expect(todosOf({ ...calm, exposure: 'this-pc', portalUrl: 'https://factures.exemple.fr' }, everything, now)).toEqual([]));

  it.each([
    [{ lastPublishedAt: null }, 'Publiez vos premières factures'],
    [{ lastPublishedAt: null, draftImports: 1 }, '1\u00a0import attend d’être publié'],
    [{ draftImports: 3 }, '3\u00a0imports attendent d’être publiés'],
    [{ mailsToVerify: 2 }, '2\u00a0courriels sont peut-être déjà partis'],
    [{ mailsFailed: 1 }, '1\u00a0courriel n’a pas été remis'],
    [{ paymentsToSort: 1 }, '1\u00a0paiement est à traiter'],
    [{ paymentsToConfirm: 2 }, '2\u00a0paiements annoncés sont à confirmer'],
    [{ invoicesSaidPaid: 1 }, '1\u00a0facture est marquée comme réglée par l’habitant'],
    [{ isPortalSuspended: true }, 'Le paiement en ligne est suspendu\u00a0: tout le portail'],
    [{ regiesSuspended: 1, invoicesSuspended: 2 }, 'Le paiement en ligne est suspendu\u00a0: 1\u00a0régie et 2\u00a0factures'],
    [{ regiesToVerify: 1 }, '1\u00a0régie n’est pas vérifiée auprès de PayFiP'],
    [{ newMessages: 2 }, '2\u00a0messages attendent une réponse'],
    [{ smtpConfigured: false }, 'L’envoi des courriels n’est pas réglé'],
    [{ portalUrl: 'http://127.0.0.1:8080' }, 'Les liens des courriels mènent à ce poste'],
    [{ portalUrl: 'http://factures.exemple.fr', isAddressTakenOver: true }, 'L’adresse publique reprise est peut-être celle d’un autre portail'],
    [{ draftImports: 1, importsToCorrect: 1 }, '1\u00a0import est à corriger ou à abandonner'],
    [{ importsToAnnounce: ['a'] }, '1\u00a0import publié n’a pas été annoncé'],
    [{ importsToAnnounce: ['b', 'a'] }, '2\u00a0imports publiés n’ont pas été annoncés'],
    [{ unpublishedRefusals: 1 }, '1\u00a0facture refusée à l’import n’est pas publiée'],
    [withHealth({ lastBackupAt: '2026-09-01T08:00:00Z' }), 'La dernière sauvegarde date du 01/09/2026'],
    [withHealth({ lastBackupAt: null }), 'Le portail n’a jamais été sauvegardé'],
    [withHealth({ freeBytes: 1.5e9 }), 'Le disque est presque plein\u00a0: il reste 1,5\u00a0Go'],
    [withHealth({ freeBytes: 240e6 }), 'Le disque est presque plein\u00a0: il reste 240\u00a0Mo'],
    [withHealth({ certificateEndsAt: '2026-09-20T10:00:00Z' }), 'Le certificat du portail se termine le 20/09/2026'],
    [withHealth({ certificateEndsAt: '2026-09-09T10:00:00Z' }), 'Le certificat du portail est terminé depuis le 09/09/2026'],
    [withHealth({ isJournalBroken: true }), 'Le journal a été modifié'],
    [{ exposure: 'this-pc' as const }, 'Le portail n’est visible que sur ce poste'],
  ])('%o → %s', (change, title) => {
    expect(todosOf({ ...calm, ...change }, everything, now).map((todo) => todo.title)).toEqual([title]);
  });

  it('is only what this agent may do', () => {
    const busy = { ...calm, paymentsToSort: 1, mailsFailed: 1, draftImports: 1, smtpConfigured: false, ...withHealth({ isJournalBroken: true, freeBytes: 0 }) };
    const keysFor = (role: Role) => todosOf(busy, (right) => hasRight(role, right), now).map(({ key }) => key);
    expect(keysFor('reader')).toEqual([]);
    expect(keysFor('regisseur')).toEqual(['to-sort']);
    expect(keysFor('secretary')).toEqual(['to-sort', 'drafts', 'mails']);
    expect(keysFor('administrator')).toEqual(['to-sort', 'drafts', 'mails', 'journal', 'disk', 'smtp']);
  });

  it('tells the imports that can be published from those to correct', () => {
    expect(todosOf({ ...calm, draftImports: 3, importsToCorrect: 1 }, everything, now).map(({ title }) => title)).toEqual(['2\u00a0imports attendent d’être publiés', '1\u00a0import est à corriger ou à abandonner']);
  });

  it('is not yet a backup while nothing was published, nor a certificate that has weeks to live', () => {
    const young = { ...calm, lastPublishedAt: null, draftImports: 1, ...withHealth({ lastBackupAt: null, certificateEndsAt: '2026-10-20T10:00:00Z' }) };
    expect(todosOf(young, everything, now).map(({ key }) => key)).toEqual(['drafts']);
  });
});

it.each([
  [{}, 'Le paiement en ligne de tout le portail est rouvert.'],
  [{ regiesSuspended: 1 }, 'Le paiement en ligne de tout le portail est rouvert. Il reste suspendu pour 1\u00a0régie.'],
])('the portal is opened again while %o', (change, sentence) => expect(reopenedWords('de tout le portail', { ...calm, ...change })).toBe(sentence));

it('a day is the day in France', () => {
  expect(todayInFrance(new Date('2026-08-31T22:30:00Z'))).toBe('2026-09-01');
});

it.each([
  ['2026-09-02', null, 'À venir'], ['2026-09-01', '2026-09-01', 'Visible'], ['2026-08-01', null, 'Visible'], ['2026-08-01', '2026-08-31', 'Terminée'],
])('an announcement from %s to %s is « %s » on 1 September', (startsOn, endsOn, stage) => {
  expect(announcementStage({ startsOn, endsOn }, '2026-09-01').text).toBe(stage);
});

it('cells that are not understood are shown as written', () => {
  expect(shownAmount('1 234,5')).toMatch(/^1\s234,50\s€$/);
  expect(shownAmount('12,3x')).toBe('12,3x');
  expect(shownDay('2026-09-30')).toBe('30/09/2026');
  expect(shownDay('31/02/26')).toBe('31/02/26');
});

describe('a new version of the program', () => {
  const fresh: Omit<UpdateState, 'waits'> = { version: '1.0.0', off: '', step: 'idle', checkedAt: '2026-09-09T03:00:00Z', offer: null, percent: 0, problem: '', isForTonight: false, installsAlone: true };
  const offer = { version: '1.1.0', notes: '', bytes: 1 };

  /** As the shell gives it. */
  const told = (change: Partial<UpdateState>): UpdateState => ({ ...fresh, ...change, waits: updateWaits({ ...fresh, ...change }, now) });

  it.each<[Partial<UpdateState>, string | undefined]>([
    [{}, undefined],
    [{ checkedAt: null }, undefined],
    [{ problem: 'Le serveur ne répond pas.' }, undefined],
    [{ step: 'downloading', offer }, undefined],
    [{ step: 'ready', offer }, 'La version 1.1.0 du portail est prête'],
    [{ offer, problem: 'Plus de place.' }, 'La version 1.1.0 du portail n’a pas pu être préparée'],
    [{ offer }, undefined],
    [{ checkedAt: '2026-08-01T03:00:00Z' }, 'Le portail ne trouve plus ses mises à jour'],
    [{ checkedAt: '2026-08-01T03:00:00Z', off: 'Pas d’adresse.' }, undefined],
  ])('%j', (change, title) => expect(updateTodos(told(change), everything)[0]?.title).toBe(title));

  it('is for those who may change settings, in the window of the program', () => {
    expect(updateTodos(told({ step: 'ready', offer }), () => false)).toEqual([]);
    expect(updateTodos(undefined, everything)).toEqual([]);
  });
});
