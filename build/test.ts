// Why: `npm test` — gets ready what a bare machine lacks, then runs every test and says how many passed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';
import { electronIn, ensureElectronRuntime } from './electron-runtime.ts';
import { makeForThisMachine } from './package.ts';
import { ensureChromium, ensureDisplay, ensureElectronLibraries, ensurePackagingTools } from './test-machine.ts';
import { describeFailures, filesToTryAgain, readPlaywright, readServerRun, sumUp, type Failure, type Report, type ServerRun } from './test-reports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const reports = mkdtempSync(join(tmpdir(), 'portail-rapports-'));

say('Préparation\u00a0: navigateur, Electron, écran');
const chromium = ensureChromium();
const runtime = await ensureElectronRuntime();
ensureElectronLibraries(electronIn(runtime));
ensurePackagingTools();
// Tried here, so that what is lacking is said first; journeys that go on side by side open one each.
await (await ensureDisplay()).stop();
const env = { ...process.env, PLAYWRIGHT_CHROMIUM_PATH: chromium, ELECTRON_OVERRIDE_DIST_PATH: runtime };
await buildAll();

const tally: Report = { passed: 0, skipped: 0, failures: [], secondTries: [] };
await check('Types', ['vue-tsc', '--noEmit']);
await check('Règles d’écriture', ['eslint', '--config', 'build/eslint.config.js', '--max-warnings', '0', '.']);
await testServer();
if (process.platform === 'linux') {
  await makePackages();
}
await walkJourneys();

rmSync(reports, { recursive: true, force: true });
// The last lines of a long output are those that are read.
if (tally.secondTries.length > 0) say(`\nRéussi seulement au second essai, chacun cache un défaut à trouver :\n${describeFailures(tally.secondTries)}`);
if (tally.failures.length > 0) say(`\nÉchecs :\n${describeFailures(tally.failures)}`);
say(`${tally.passed} passed, ${tally.failures.length} failed, ${tally.skipped} skipped`);
process.exit(tally.failures.length === 0 ? 0 : 1);

/** One test: what it finds wrong is in its own output. */
async function check(title: string, command: string[]): Promise<void> {
  if (await run(title, command)) tally.passed += 1;
  else tally.failures.push(unnamed(title));
}

async function testServer(): Promise<void> {
  const title = 'Tests du serveur';
  const first = await vitest(title);
  const files = filesToTryAgain(first.run);
  const again = files.length > 0 ? await vitest(`${title}, second essai`, files) : null;
  add(ended(title, (again ?? first).isWell, sumUp(first.run, again?.run)));
}

async function vitest(title: string, files: string[] = []): Promise<{ run: ServerRun; isWell: boolean }> {
  const output = join(reports, files.length > 0 ? 'serveur-second.json' : 'serveur.json');
  const isWell = await run(title, ['vitest', 'run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=./build/server-test-report.ts', ...files], { PORTAIL_TEST_REPORT: output });
  return { run: readServerRun(output), isWell };
}

/** What fails there fails the journeys of the program too: they say so, after the rest. */
async function makePackages(): Promise<void> {
  const title = 'Paquets à installer';
  say(`\n${title}`);
  try {
    await makeForThisMachine();
  } catch (error) {
    say(String(error));
    tally.failures.push(unnamed(title));
  }
}

async function walkJourneys(): Promise<void> {
  const title = 'Parcours dans le navigateur, la fenêtre et le programme installé';
  const output = join(reports, 'parcours.json');
  const isWell = await run(title, ['playwright', 'test', '--config', 'build/playwright.config.ts', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: output });
  add(ended(title, isWell, readPlaywright(output)));
}

/** A tool that fails without naming a test is a failure of its own. */
function ended(title: string, isWell: boolean, report: Report): Report {
  return isWell || report.failures.length > 0 ? report : { ...report, failures: [unnamed(title)] };
}

function unnamed(title: string): Failure {
  return { title, message: 'voir plus haut' };
}

async function run(title: string, [tool = '', ...args]: string[], more: Record<string, string> = {}): Promise<boolean> {
  say(`\n${title}`);
  const started = Date.now();
  const child = spawn('npx', ['--no-install', tool, ...args], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, ...more }, shell: process.platform === 'win32' });
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  say(`${title}\u00a0: ${code === 0 ? 'bien' : 'échec'} (${Math.round((Date.now() - started) / 1000)} s)`);
  return code === 0;
}

function add({ passed, skipped, failures, secondTries }: Report): void {
  tally.passed += passed;
  tally.skipped += skipped;
  tally.failures.push(...failures);
  tally.secondTries.push(...secondTries);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
