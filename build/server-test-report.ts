// Why: a reporter of Vitest that writes what became of each test, and the errors that belong to none: its own JSON leaves those out.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import type { ServerRun, ServerTest } from './test-reports.ts';

/** The file to write is named by this variable of the environment. */
const file = process.env.PORTAIL_TEST_REPORT ?? '';

export default class ServerTestReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SomeError[]): void {
    const run: ServerRun = { tests: modules.flatMap(testsOf), errors: unhandled.map(textOf) };
    writeFileSync(file, JSON.stringify(run));
  }
}

/** A file or a group that fails outside its tests is a failed test of its own: they may not have run. */
function testsOf(module: TestModule): ServerTest[] {
  const tests = [...module.children.allTests()].map(presentTest);
  const broken = [module, ...module.children.allSuites()].filter((place) => place.errors().length > 0).map(presentBroken);
  return [...tests, ...broken];
}

function presentTest(test: TestCase): ServerTest {
  const { state, errors = [] } = test.result();
  return { ...placeOf(test.module, test.fullName), outcome: state === 'pending' ? 'failed' : state, message: errors.map(textOf).join('\n') };
}

function presentBroken(place: TestModule | TestSuite): ServerTest {
  const named = place.type === 'suite' ? placeOf(place.module, place.fullName) : placeOf(place, 'le fichier lui-même');
  return { ...named, outcome: 'failed', message: place.errors().map(textOf).join('\n') };
}

function placeOf(module: TestModule, name: string): Pick<ServerTest, 'file' | 'title'> {
  const path = relative(process.cwd(), module.moduleId);
  return { file: path, title: `${path} › ${name}` };
}

interface SomeError { message?: unknown; stack?: unknown }
const textOf = ({ message, stack }: SomeError): string => String(stack ?? message);
