// What the reports of Vitest and of Playwright say, in the same words: how many passed, which failed, which passed only the second time.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** `file`: where it is, from the project's folder. */
export interface Failure { file: string; title: string; message: string }
export interface Report { passed: number; skipped: number; failures: Failure[]; secondTries: Failure[] }

/** The parts that are read. */
interface VitestReport { numPassedTests: number; numPendingTests: number; testResults: { name: string; status: string; message: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[] }
interface PlaywrightReport { stats: { expected: number; flaky: number; skipped: number }; suites: PlaywrightSuite[] }
interface PlaywrightSuite { specs: PlaywrightSpec[]; suites?: PlaywrightSuite[] }
interface PlaywrightSpec { file: string; title: string; tests: { projectName: string; status: string; results: { errors: { message?: string }[] }[] }[] }

/** A run that did not go to its end has no report: nothing passed. */
const nothing: Report = { passed: 0, skipped: 0, failures: [], secondTries: [] };

export function readVitest(path: string): Report {
  const report = read<VitestReport>(path);
  if (!report) return nothing;
  const failures = report.testResults.filter(({ status }) => status === 'failed').flatMap(({ name, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0) return [{ file, title: file, message }];
    return tests.map(({ fullName, failureMessages }) => ({ file, title: `${file} › ${fullName}`, message: failureMessages.join('\n') }));
  });
  return { passed: report.numPassedTests, skipped: report.numPendingTests, failures, secondTries: [] };
}

export function readPlaywright(path: string): Report {
  const report = read<PlaywrightReport>(path);
  if (!report) return nothing;
  const specs = report.suites.flatMap(specsOf);
  const { expected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, skipped, failures: specs.flatMap((spec) => testsOf(spec, 'unexpected')), secondTries: specs.flatMap((spec) => testsOf(spec, 'flaky')) };
}

const specsOf = ({ specs, suites = [] }: PlaywrightSuite): PlaywrightSpec[] => [...specs, ...suites.flatMap(specsOf)];

function testsOf({ file, title, tests }: PlaywrightSpec, status: string): Failure[] {
  return tests.filter((test) => test.status === status).map(({ projectName, results }) => {
    const errors = results.flatMap((result) => result.errors.map(({ message = '' }) => message));
    return { file, title: `[${projectName}] ${file} › ${title}`, message: errors.join('\n') };
  });
}

/** A title and the first lines of each message. */
export function describeFailures(failures: Failure[]): string {
  const linesOf = (message: string) => stripVTControlCharacters(message).split('\n').filter((line) => line.trim() && !line.includes('node_modules')).slice(0, 12);
  return failures.map(({ title, message }) => [`- ${title}`, ...linesOf(message).map((line) => `    ${line}`)].join('\n')).join('\n');
}

function read<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
