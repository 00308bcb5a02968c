// Nobody changes the journal unseen, with the database in hand but not the portal's program: edited, removed, swapped, added rows are found and named.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { purgeJournal } from '../../server/commands/purge-journal.ts';
import { recordAudit } from '../../server/commands/record-audit.ts';
import type { JournalEntryDto, JournalVerdictDto } from '../../server/contract/schemas.ts';
import { inTransaction } from '../../server/db/database.ts';
import { cleanUp } from '../../server/jobs/nightly.ts';
import { AuditEntry } from '../../server/models/index.ts';
import { buildServer, portail } from '../support/built-server.ts';
import { query, rewrite } from '../support/database-state.ts';
import { plainSpaces } from '../support/french.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const written = 2_000;
let server: TestServer;
let staff: StaffBrowser;
let last: number;

beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  await buildServer();
  await inTransaction(async () => {
    for (let index = 0; index < written; index += 1) await recordAudit({ actor: 'system', action: 'smtp_tested', detail: `delivered ${index}@exemple.test` });
  });
  for (const table of ['audit_entries', 'journal_marks']) await rewrite(`CREATE TABLE whole_${table} AS SELECT * FROM ${table}`);
  last = (await AuditEntry.max<number, AuditEntry>('rank'))!;
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  for (const table of ['audit_entries', 'journal_marks']) {
    await rewrite(`DELETE FROM ${table}`);
    await rewrite(`INSERT INTO ${table} SELECT * FROM whole_${table}`);
  }
});

const verify = () => staff.call<JournalVerdictDto>('journal.verify', {});
const atOf = async (rank: number) => new Date((await query<{ at: string }>(`SELECT at FROM audit_entries WHERE rank = ${rank}`))[0]!.at).toISOString();

test('is intact to its last line', async () => {
  expect(await verify()).toEqual({ checked: last, until: await atOf(last), fault: null });
  expect(last).toBeGreaterThan(written);
});

describe('what somebody does with the database in hand', () => {
  test.each([
    ['who', "actor = 'agent:x'"], ['what', "action = 'agent_disabled'"], ['about what', "object = 'x'"], ['its detail', "detail = detail || ' '"], ['from where', "place = 'Paris'"],
    ['when', "at = '2026-01-01 00:00:00.000 +00:00'"], ['its identifier', "id = 'x'"], ['its seal', "seal = 'x'"],
  ])('changing %s of one line is seen, wherever the line is', async (_what, change) => {
    for (const rank of [1, 2, 1_000, 1_001, 1_234, last]) {
      await rewrite(`UPDATE audit_entries SET ${change} WHERE rank = ${rank}`);
      expect([rank, await verify()]).toEqual([rank, { checked: rank - 1, until: rank > 1 ? await atOf(rank - 1) : null, fault: { kind: 'changed', at: await atOf(rank) } }]);
      await rewrite(`DELETE FROM audit_entries WHERE rank = ${rank}`);
      await rewrite(`INSERT INTO audit_entries SELECT * FROM whole_audit_entries WHERE rank = ${rank}`);
    }
  });

  test('removing a line', async () => {
    await rewrite('DELETE FROM audit_entries WHERE rank = 700');
    expect(await verify()).toMatchObject({ checked: 699, fault: { kind: 'missing', at: await atOf(701) } });
  });

  test('removing the last lines, even with where the journal ends', async () => {
    await rewrite(`DELETE FROM audit_entries WHERE rank > ${last - 3}`);
    expect(await verify()).toMatchObject({ checked: last - 3, fault: { kind: 'missing', at: null } });
    await rewrite(`UPDATE journal_marks SET (rank, seal) = (SELECT rank, seal FROM audit_entries WHERE rank = ${last - 3}) WHERE name = 'head'`);
    expect(await verify()).toMatchObject({ fault: { kind: 'missing' } });
    // What is written afterwards does not efface it.
    await recordAudit({ actor: 'system', action: 'smtp_tested' });
    expect(await verify()).toMatchObject({ checked: last - 3, fault: { kind: 'changed', at: await atOf(last - 2) } });
  });

  test('removing the marks', async () => {
    for (const marks of ["name = 'head'", "name = 'anchor'", '1']) {
      await rewrite(`DELETE FROM journal_marks WHERE ${marks}`);
      expect([marks, (await verify()).fault]).toEqual([marks, { kind: 'missing', at: null }]);
      await recordAudit({ actor: 'system', action: 'smtp_tested' });
      expect([marks, (await verify()).fault]).not.toEqual([marks, null]);
    }
  });

  test('swapping two lines', async () => {
    await rewrite('UPDATE audit_entries SET rank = -rank WHERE rank IN (50, 51)');
    await rewrite('UPDATE audit_entries SET rank = CASE rank WHEN -50 THEN 51 ELSE 50 END WHERE rank < 0');
    expect(await verify()).toMatchObject({ checked: 49, fault: { kind: 'changed' } });
  });

  test('adding a line, in the middle of the days or at the end', async () => {
    const add = (rank: string) => rewrite(`INSERT INTO audit_entries (id, at, actor, action, object, detail, place, rank, seal) VALUES ('faux', '2026-01-01 00:00:00.000 +00:00', 'agent:x', 'settings_changed', '', '', '', ${rank}, 'x')`);
    await add('NULL');
    expect(await verify()).toMatchObject({ checked: last, fault: { kind: 'added', at: '2026-01-01T00:00:00.000Z' } });
    await rewrite("DELETE FROM audit_entries WHERE id = 'faux'");
    await add(String(last + 1));
    await recordAudit({ actor: 'system', action: 'smtp_tested' });
    expect(await verify()).toMatchObject({ checked: last, fault: { kind: 'changed' } });
  });

  test('is told on the dashboard and by the command line', async () => {
    const isBroken = async () => (await staff.call<{ health: { isJournalBroken: boolean } }>('dashboard.read', {})).health.isJournalBroken;
    await cleanUp(server.dataFolder, new Date());
    expect(await isBroken()).toBe(false);
    await rewrite("UPDATE audit_entries SET actor = 'agent:x' WHERE rank = 12");
    await cleanUp(server.dataFolder, new Date());
    expect(await isBroken()).toBe(true);
    const { code, said } = await portail(['check-journal', '--data', server.dataFolder]);
    expect([code, plainSpaces(said)]).toEqual([1, expect.stringMatching(/^Le journal a été modifié hors du portail\. La ligne du .* n’est plus celle que le portail a écrite\.\nJournal intact jusqu’au .* : 11 lignes vérifiées\.\n$/)]);
  });
});

test('entries of a former version are sealed with the next one', async () => {
  await rewrite('UPDATE audit_entries SET rank = NULL, seal = NULL');
  await rewrite('DELETE FROM journal_marks');
  expect(await verify()).toEqual({ checked: 0, until: null, fault: null });
  await recordAudit({ actor: 'system', action: 'smtp_tested' });
  expect(await verify()).toMatchObject({ checked: last + 1, fault: null });
}, 30_000);

describe('after a year', () => {
  const yearsLater = (days: number) => new Date(Date.now() + (365 + days) * 24 * 3_600_000);
  const spread = (rank: number) => rewrite(`UPDATE audit_entries SET at = '${new Date(Date.now() - 60_000).toISOString().replace('T', ' ').replace('Z', ' +00:00')}' WHERE rank <= ${rank}`);

  test('nothing older is left, and what is left is still proven', async () => {
    await recordAudit({ actor: 'system', action: 'smtp_tested' });
    expect(await purgeJournal(yearsLater(-1))).toBe(0);
    expect(await purgeJournal(yearsLater(1))).toBe(last + 1);
    const { items, total } = await staff.call<{ items: JournalEntryDto[]; total: number }>('journal.list', { page: 1, pageSize: 50 });
    expect([total, plainSpaces(items[0]!.what)]).toEqual([1, `A retiré du journal ce qui avait plus d’un an : ${(last + 1).toLocaleString('fr-FR').replace(/\s/g, ' ')} lignes.`]);
    await recordAudit({ actor: 'system', action: 'smtp_tested' });
    expect(await verify()).toMatchObject({ checked: 2, fault: null });
    await rewrite('INSERT INTO audit_entries SELECT * FROM whole_audit_entries WHERE rank = 30');
    expect(await verify()).toMatchObject({ fault: { kind: 'added' } });
  });

  test('a journal that was changed is said to be, by its own purge', async () => {
    await spread(40);
    await purgeJournal(new Date(Date.now() + 365 * 24 * 3_600_000 - 30_000));
    const { items } = await staff.call<{ items: JournalEntryDto[] }>('journal.list', { page: 1, pageSize: 1 });
    expect(plainSpaces(items[0]!.what)).toMatch(/: \d[\d ]* lignes, après une modification faite hors du portail\.$/);
  });
});
