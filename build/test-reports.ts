// What the server's tests and the journeys reported, in the same words: how many passed, which failed, which passed only the second time.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Failure { title: string; message: string }
export interface Report { passed: number; skipped: number; failures: Failure[]; secondTries: Failure[] }

/** One run of the server's tests; `errors` belong to no test. */
export interface ServerRun { tests: ServerTest[]; errors: string[] }
export interface ServerTest extends Failure { file: string; outcome: 'passed' | 'failed' | 'skipped' }

/** The parts that are read of Playwright's own report. */
interface PlaywrightReport { stats: { expected: number; flaky: number; skipped: number }; suites: PlaywrightSuite[] }
interface PlaywrightSuite { specs: PlaywrightSpec[]; suites?: PlaywrightSuite[] }
interface PlaywrightSpec { file: string; title: string; tests: { projectName: string; status: string; results: { errors: { message?: string }[] }[] }[] }

const mostFilesAgain = 3;
/** A run that did not come to its end. */
const nothing: ServerRun = { tests: [], errors: [] };

/** The files to run a second time: those of a few failures, when nothing else went wrong. */
export function filesToTryAgain({ tests, errors }: ServerRun): string[] {
  const files = [...new Set(tests.filter(hasFailed).map(({ file }) => file))];
  return errors.length === 0 && files.length <= mostFilesAgain ? files : [];
}

/** `again`: a second run of some files. It counts for those whose every test then passed; for the others, the first stands. */
export function sumUp(first: ServerRun, again: ServerRun = nothing): Report {
  const isMended = ({ file }: ServerTest) => {
    const tests = again.tests.filter((test) => test.file === file);
    return tests.length > 0 && tests.every(({ outcome }) => outcome === 'passed');
  };
  const tests = [...first.tests.filter((test) => !isMended(test)), ...again.tests.filter(isMended)];
  const strays = [...first.errors, ...again.errors].map((message) => ({ title: 'Hors de tout test', message }));
  return {
    passed: tests.filter(({ outcome }) => outcome === 'passed').length, skipped: tests.filter(({ outcome }) => outcome === 'skipped').length,
    failures: [...tests.filter(hasFailed), ...strays], secondTries: first.tests.filter((test) => hasFailed(test) && isMended(test)),
  };
}

const hasFailed = ({ outcome }: ServerTest): boolean => outcome === 'failed';

export const readServerRun = (path: string): ServerRun => read<ServerRun>(path) ?? nothing;

export function readPlaywright(path: string): Report {
  const report = read<PlaywrightReport>(path);
  if (!report) return { passed: 0, skipped: 0, failures: [], secondTries: [] };
  const specs = report.suites.flatMap(specsOf);
  const { expected, flaky, skipped } = report.stats;
  return { passed: expected + flaky, skipped, failures: specs.flatMap((spec) => testsOf(spec, 'unexpected')), secondTries: specs.flatMap((spec) => testsOf(spec, 'flaky')) };
}

const specsOf = ({ specs, suites = [] }: PlaywrightSuite): PlaywrightSpec[] => [...specs, ...suites.flatMap(specsOf)];

function testsOf({ file, title, tests }: PlaywrightSpec, status: string): Failure[] {
  return tests.filter((test) => test.status === status).map(({ projectName, results }) => {
    const errors = results.flatMap((result) => result.errors.map(({ message = '' }) => message));
    return { title: `[${projectName}] ${file} › ${title}`, message: errors.join('\n') };
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
