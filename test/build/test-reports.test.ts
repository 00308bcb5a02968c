// What `npm test` says at its end, from what the two tools report.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describeFailures, filesToTryAgain, readPlaywright, readServerRun, sumUp, type ServerRun } from '../../build/test-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'portail-rapports-'));
mkdirSync('.cache', { recursive: true });
/** Beside the packages: what is run there finds them. */
const trial = mkdtempSync(join('.cache', 'rapports-'));
afterAll(() => { for (const each of [folder, trial]) rmSync(each, { recursive: true }); });

/** « a1+ »: the test 1 of the file a has passed; « - » failed, « . » left out. */
const outcomes = { '+': 'passed', '-': 'failed', '.': 'skipped' } as const;
const runOf = (words: string, errors: string[] = []): ServerRun => ({
  tests: words.split(' ').filter(Boolean).map((word) => ({ file: word[0]!, title: word.slice(0, -1), outcome: outcomes[word.at(-1) as '+'], message: 'dit pourquoi' })), errors,
});

describe('the server’s tests', () => {
  test.each<[string, string, string[], string[]]>([
    ['all is well', 'a1+ b1+', [], []], ['a file', 'a1+ b1- b2-', [], ['b']], ['three', 'a1- b1- c1- d1+', [], ['a', 'b', 'c']],
    ['too many are no accident', 'a1- b1- c1- d1-', [], []], ['an error outside the tests is not found again by one file', 'a1-', ['perdu'], []],
  ])('%s: what is run a second time', (...[, words, errors, files]) => expect(filesToTryAgain(runOf(words, errors))).toEqual(files));

  test.each<[string, ServerRun, ServerRun | undefined, { passed: number; skipped: number; failures: string[]; secondTries: string[] }]>([
    ['well', runOf('a1+ a2. b1+'), undefined, { passed: 2, skipped: 1, failures: [], secondTries: [] }],
    ['never tried again', runOf('a1- b1+'), undefined, { passed: 1, skipped: 0, failures: ['a1'], secondTries: [] }],
    ['well the second time', runOf('a1- a2+ b1+'), runOf('a1+ a2+'), { passed: 3, skipped: 0, failures: [], secondTries: ['a1'] }],
    ['not better', runOf('a1- b1+'), runOf('a1-'), { passed: 1, skipped: 0, failures: ['a1'], secondTries: [] }],
    ['another test of it fails the second time', runOf('a1- a2+'), runOf('a1+ a2-'), { passed: 1, skipped: 0, failures: ['a1'], secondTries: [] }],
    ['left out the second time', runOf('a1- b1+'), runOf('a1.'), { passed: 1, skipped: 0, failures: ['a1'], secondTries: [] }],
    ['stopped before the end', runOf('a1- b1+'), runOf(''), { passed: 1, skipped: 0, failures: ['a1'], secondTries: [] }],
    ['a file that could not begin, then did', runOf('a0- a1. a2. b1+'), runOf('a1+ a2+'), { passed: 3, skipped: 0, failures: [], secondTries: ['a0'] }],
    ['an error outside the tests, then', runOf('a1+', ['perdu']), undefined, { passed: 1, skipped: 0, failures: ['Hors de tout test'], secondTries: [] }],
    ['an error outside the tests, the second time', runOf('a1-'), runOf('a1+', ['perdu']), { passed: 1, skipped: 0, failures: ['Hors de tout test'], secondTries: ['a1'] }],
  ])('%s', (...[, first, again, expected]) => {
    const { failures, secondTries, ...counts } = sumUp(first, again);
    expect({ ...counts, failures: failures.map(({ title }) => title), secondTries: secondTries.map(({ title }) => title) }).toEqual(expected);
  });

  test('each outcome is reported, and what fails outside the tests', { timeout: 60_000 }, () => {
    const head = "import { beforeAll, describe, expect, it } from 'vitest';\n";
    writeFileSync(join(trial, 'a.test.ts'), `${head}it('passes', () => { Promise.reject(new Error('perdue')); });\nit('fails', () => expect(2).toBe(1));\nit.skip('waits', () => undefined);\n`);
    writeFileSync(join(trial, 'b.test.ts'), `${head}describe('group', () => { beforeAll(() => { throw new Error('panne'); }); it('never runs', () => undefined); });\n`);
    writeFileSync(join(trial, 'c.test.ts'), 'export const = ;\n');
    const output = join(folder, 'serveur.json');
    spawnSync('npx', ['--no-install', 'vitest', 'run', '--root', trial, '--reporter', join(process.cwd(), 'build/server-test-report.ts')], { env: { ...process.env, PORTAIL_TEST_REPORT: output } });
    const { tests, errors } = readServerRun(output);
    const at = (name: string) => relative(process.cwd(), join(trial, name));
    expect(tests.map(({ title, outcome }) => `${title} ${outcome}`).sort()).toEqual([
      `${at('a.test.ts')} › fails failed`, `${at('a.test.ts')} › passes passed`, `${at('a.test.ts')} › waits skipped`,
      `${at('b.test.ts')} › group > never runs skipped`, `${at('b.test.ts')} › group failed`, `${at('c.test.ts')} › le fichier lui-même failed`,
    ]);
    expect([errors.length, errors[0], tests.find(({ title }) => title.endsWith('group'))?.message]).toEqual([1, expect.stringContaining('perdue'), expect.stringContaining('panne')]);
  });
});

test('a journey that passed only the second time is told from one that failed', () => {
  const spec = (title: string, status: string) => ({ file: 'pay.spec.ts', title, tests: [{ projectName: 'fenêtre', status, results: [{ errors: [{ message: 'Timeout' }] }] }] });
  const path = join(folder, 'parcours.json');
  writeFileSync(path, JSON.stringify({ stats: { expected: 5, flaky: 1, skipped: 0 }, suites: [{ specs: [spec('opens', 'expected')], suites: [{ specs: [spec('pays', 'flaky'), spec('leaves', 'unexpected')] }] }] }));
  expect(readPlaywright(path)).toMatchObject({ passed: 6, failures: [{ title: '[fenêtre] pay.spec.ts › leaves' }], secondTries: [{ title: '[fenêtre] pay.spec.ts › pays', message: 'Timeout' }] });
});

test('a tool that left no report passed nothing', () => {
  expect([readServerRun(join(folder, 'absent.json')), readPlaywright(join(folder, 'absent.json'))]).toEqual([{ tests: [], errors: [] }, { passed: 0, skipped: 0, failures: [], secondTries: [] }]);
});

test('a failure is told by its title and the lines of ours', () => {
  const message = '\u001b[31mexpected 2 to be 1\u001b[39m\n\n    at here.ts:3\n    at node_modules/tool.js:1';
  expect(describeFailures([{ title: 'a payment is settled once', message }])).toBe('- a payment is settled once\n    expected 2 to be 1\n        at here.ts:3');
});
