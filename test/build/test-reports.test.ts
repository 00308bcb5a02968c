// What `npm test` says at its end, from what the two tools write.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeFailures, readPlaywright, readVitest } from '../../build/test-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'portail-rapports-'));
const reportOf = (content: unknown): string => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const passes = { status: 'passed', fullName: 'passes', failureMessages: [] };
const fails = { status: 'failed', fullName: 'a payment is settled once', failureMessages: ['\u001b[31mexpected 2 to be 1\u001b[39m\n    at here.ts:3\n    at node_modules/tool.js:1'] };
const vitestFile = (name: string, status: string, assertionResults: unknown[]) => ({ name: join(process.cwd(), name), status, message: 'SyntaxError', assertionResults });

test('a failed server test is named with its file and the lines of ours', () => {
  const report = readVitest(reportOf({ numPassedTests: 1, numPendingTests: 2, testResults: [vitestFile('test/a.test.ts', 'failed', [passes, fails]), vitestFile('test/b.test.ts', 'passed', [passes])] }));
  expect(report).toMatchObject({ passed: 1, skipped: 2, secondTries: [], failures: [{ file: 'test/a.test.ts' }] });
  expect(describeFailures(report.failures)).toBe('- test/a.test.ts › a payment is settled once\n    expected 2 to be 1\n        at here.ts:3');
});

test('a file that could not be read is a failure too', () => {
  const report = readVitest(reportOf({ numPassedTests: 0, numPendingTests: 0, testResults: [vitestFile('test/a.test.ts', 'failed', [])] }));
  expect(report.failures).toEqual([{ file: 'test/a.test.ts', title: 'test/a.test.ts', message: 'SyntaxError' }]);
});

test('a journey that passed only the second time is told from one that failed', () => {
  const spec = (title: string, status: string) => ({ file: 'pay.spec.ts', title, tests: [{ projectName: 'fenêtre', status, results: [{ errors: [{ message: 'Timeout' }] }] }] });
  const report = readPlaywright(reportOf({ stats: { expected: 5, flaky: 1, skipped: 0 }, suites: [{ specs: [spec('opens', 'expected')], suites: [{ specs: [spec('pays', 'flaky'), spec('leaves', 'unexpected')] }] }] }));
  expect(report).toMatchObject({ passed: 6, failures: [{ title: '[fenêtre] pay.spec.ts › leaves' }], secondTries: [{ title: '[fenêtre] pay.spec.ts › pays', message: 'Timeout' }] });
});

test('a run that left no report passed nothing', () => {
  expect(readVitest(join(folder, 'absent.json'))).toEqual({ passed: 0, skipped: 0, failures: [], secondTries: [] });
});
