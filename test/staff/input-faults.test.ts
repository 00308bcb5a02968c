// What is said of each field of each call that cannot be taken: French, whatever was sent in its place.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { staffApi, type EndpointName } from '../../server/contract/staff-api.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { plainSpaces } from '../support/french.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
});
afterAll(() => server.stop());

const fieldsOf = async (name: string, input: unknown) => (JSON.parse((await staff.postJson(`/api/${name}`, input)).text) as { fields?: Record<string, string> }).fields ?? {};

const strange = [undefined, null, '', 'x'.repeat(9_000), '2026-02-31', -1, 1.5, 1e12, Array.from({ length: 300 }, () => 'x'), {}];
const names = (Object.keys(staffApi) as EndpointName[]).filter((name) => leavesOf(staffApi[name].input).length > 0);

/** Where a value is expected: the paths of the leaves, through optional, nullable and alternatives. */
function leavesOf(schema: z.core.$ZodType, path: string[] = []): string[][] {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, inner]) => leavesOf(inner as z.ZodType, [...path, key]));
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leavesOf(option, path));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return leavesOf(schema.unwrap(), path);
  return [path];
}

const nest = (paths: string[][], value: unknown): unknown => {
  if (paths.some((path) => path.length === 0)) return value;
  const keys = new Set(paths.map(([key]) => key!));
  return Object.fromEntries([...keys].map((key) => [key, nest(paths.filter(([first]) => first === key).map((path) => path.slice(1)), value)]));
};

test.each(names)('%s', async (name) => {
  const refused = strange.map((value) => nest(leavesOf(staffApi[name].input), value)).filter((input) => !staffApi[name].input.safeParse(input).success);
  expect(refused).not.toEqual([]);
  for (const input of refused) {
    const faults = Object.entries(await fieldsOf(name, input));
    expect(faults).not.toEqual([]);
    for (const [field, said] of faults) expect([field, said]).toEqual([field, expect.not.stringMatching(/invalid|expected|received|too (big|small)|unrecognized|must|required|pattern/i)]);
  }
});

describe('the fields that people empty or overfill', () => {
  test.each<[string, string, object, string]>([
    ['the port of the mails, emptied', 'settings.update', { patch: { smtp: { port: 0 } } }, '1 au moins'],
    ['the port of the mails, too large', 'settings.update', { patch: { smtp: { port: 70_000 } } }, '65 535 au plus'],
    ['the first day of an announcement, emptied', 'announcements.save', { startsOn: '' }, 'à remplir'],
    ['the first day of an announcement, no day', 'announcements.save', { startsOn: '2026-02-31' }, 'date attendue'],
    ['an announcement too long', 'announcements.save', { body: 'x'.repeat(4_001) }, '4 000 caractères au plus'],
    ['the day of a payment at the desk, emptied', 'invoices.settle', { paidOn: '' }, 'à remplir'],
    ['the day of a choice of paper, emptied', 'payers.recordPaperChoice', { decidedOn: '' }, 'à remplir'],
    ['a number that is none', 'regies.configure', { waitMinutes: 'x' }, 'nombre attendu'],
    ['a part of a number', 'regies.configure', { waitMinutes: 1.5 }, 'nombre entier attendu'],
  ])('%s', async (...[, name, input, said]) => {
    const [path] = leavesOfValue(input);
    expect(plainSpaces((await fieldsOf(name, input))[path!] ?? '')).toBe(said);
  });
});

const leavesOfValue = (value: object, path: string[] = []): string[] => Object.entries(value).flatMap(([key, inner]) => (inner !== null && typeof inner === 'object' ? leavesOfValue(inner as object, [...path, key]) : [[...path, key].join('.')]));
