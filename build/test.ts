// Why: `npm test` — gets ready what a bare machine lacks, then runs every test and says how many passed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';
import { electronIn, ensureElectronRuntime } from './electron-runtime.ts';
import { makeDeb } from './package.ts';
import { ensureChromium, ensureDisplay, ensureElectronLibraries, ensureInstallerCompiler } from './test-machine.ts';

interface Tally { passed: number; failed: number; skipped: number; secondTry: number }

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const reports = mkdtempSync(join(tmpdir(), 'portail-rapports-'));

say('Préparation : navigateur, Electron, écran');
const chromium = ensureChromium();
const runtime = await ensureElectronRuntime();
ensureElectronLibraries(electronIn(runtime));
ensureInstallerCompiler();
const display = await ensureDisplay();
const env = { ...process.env, ...display.env, PLAYWRIGHT_CHROMIUM_PATH: chromium, ELECTRON_OVERRIDE_DIST_PATH: runtime };
await buildAll();

const tally: Tally = { passed: 0, failed: 0, skipped: 0, secondTry: 0 };
await step('Types', ['vue-tsc', '--noEmit']);
await step('Règles d’écriture', ['eslint', '--config', 'build/eslint.config.js', '--max-warnings', '0', '.']);
const unitReport = join(reports, 'unit.json');
await step('Tests du serveur', ['vitest', 'run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
addVitest(unitReport);
if (process.platform === 'linux') {
  say('\nPaquet à installer');
  await makeDeb();
}
const journeyReport = join(reports, 'journeys.json');
await step('Parcours dans le navigateur, la fenêtre et le programme installé', ['playwright', 'test', '--config', 'build/playwright.config.ts', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: journeyReport });
addPlaywright(journeyReport);

await display.stop();
rmSync(reports, { recursive: true, force: true });
if (tally.secondTry > 0) say(`${tally.secondTry} parcours réussis seulement au second essai, nommés ci-dessus : chacun cache un défaut à trouver.`);
say(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exit(tally.failed === 0 ? 0 : 1);

/** Runs one tool; a failure without a report counts as one failed test. */
async function step(title: string, [tool = '', ...args]: string[], more: Record<string, string> = {}): Promise<void> {
  say(`\n${title}`);
  const started = Date.now();
  const child = spawn('npx', ['--no-install', tool, ...args], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...env, ...more }, shell: process.platform === 'win32' });
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  say(`${title} : ${code === 0 ? 'bien' : 'échec'} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (code === 0) tally.passed += args.some((arg) => arg.includes('json')) ? 0 : 1;
  else tally.failed += 1;
}

function addVitest(file: string): void {
  const report: { numPassedTests: number; numFailedTests: number; numPendingTests: number } = readReport(file, { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 });
  tally.passed += report.numPassedTests;
  tally.failed += report.numFailedTests;
  tally.skipped += report.numPendingTests;
}

function addPlaywright(file: string): void {
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } } = readReport(file, { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
  tally.passed += stats.expected + stats.flaky;
  tally.failed += stats.unexpected;
  tally.skipped += stats.skipped;
  tally.secondTry += stats.flaky;
}

function readReport<T>(file: string, absent: T): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return absent;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
