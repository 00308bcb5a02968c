// Why: `npm run demo` — a believable commune, a mail catcher, a payment simulator and the whole product, in the window where there is a screen.
// `--headless`: no window; `--fresh`: starts again from the shipped files.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { roleLabels } from '../server/contract/labels.ts';
import type { Role } from '../server/contract/rights.ts';
import { startPayfipSimulator } from '../server/payfip-simulator/start-payfip-simulator.ts';
import { explainArguments } from '../server/config.ts';
import { buildAll } from './build.ts';
import { startMailCatcher } from './mail-catcher.ts';

interface Login { email: string; password: string; about?: string; role?: Role }

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = 'Usage\u00a0: npm run demo [-- --headless] [--fresh] [--data DOSSIER]\n\n  --headless      sans fenêtre : affiche les adresses et continue de tourner\n  --fresh         repart des fichiers d’origine\n  --data DOSSIER  garde les données ailleurs que dans data/demonstration';
const options = readOptions();
/** What runs now is told to stop with this program. */
let running: ChildProcess | undefined;
const stop = (): void => void (running ? running.kill('SIGTERM') : process.exit(1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// npm passes a signal to the shell that it starts, which dies of it without passing it on.
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) stop(); }, 250).unref();
const dataFolder = options.data ?? join(root, 'data', 'demonstration');
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

await buildAll();
if (options.fresh && options.data) {
  print('--fresh n’efface que le dossier de la démonstration\u00a0: videz vous-même celui de --data.');
  process.exit(1);
}
if (options.fresh) rmSync(dataFolder, { recursive: true, force: true });
const portalPort = await freePort(8080);
const portalUrl = `http://127.0.0.1:${portalPort}`;
const mails = await startMailCatcher({ smtpPort: await freePort(2525), webPort: await freePort(8025) });
const payfip = await startPayfipSimulator({ port: await freePort(8480) });
print('Chargement de la commune de démonstration…');
const loading = running = spawn(process.execPath, ['server/portail.cjs', 'demonstration', '--data', dataFolder, '--smtp-port', String(mails.smtpPort), '--public-url', portalUrl, '--payfip-url', payfip.baseUrl], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: quietly() });
const [loaded] = await once(loading, 'exit');
if (loaded !== 0) {
  await stopSurroundings();
  process.exit(1);
}
const isHeadless = options.headless || !hasScreen;
explain();
const program = running = startProgram();
const [code] = await once(program, 'exit');
await stopSurroundings();
process.exit(code ?? 0);

function readOptions() {
  try {
    const { values } = parseArgs({ options: { headless: { type: 'boolean' }, fresh: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean' } } });
    if (!values.help) return values;
    print(usage);
    process.exit(0);
  } catch (error) {
    print(`${explainArguments(error) ?? String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

async function stopSurroundings(): Promise<void> {
  await Promise.all([mails.stop(), payfip.stop()]);
}

/** The window where there is a screen, else the server alone, which prints its two addresses. */
function startProgram(): ChildProcess {
  const serverOptions = ['--data', dataFolder, '--portal-port', String(portalPort)];
  const command = isHeadless ? ['server/serve.cjs', ...serverOptions] : ['--import', 'tsx', 'build/start-window.ts', ...serverOptions];
  return spawn(process.execPath, command, { cwd: root, stdio: 'inherit', env: quietly() });
}

function explain(): void {
  const { agent, colleagues, residents }: { agent: Login; colleagues: Login[]; residents: Login[] } = JSON.parse(readFileSync(join(root, 'resources', 'demonstration', 'commune.json'), 'utf8'));
  print('');
  print(`Portail des habitants   ${portalUrl}`);
  for (const resident of residents) print(`    ${resident.email} / ${resident.password}   (${resident.about})`);
  print('    camille.durand@exemple.test   (connue du service, compte à activer\u00a0: «\u00a0J’active mon compte\u00a0»)');
  print(`Courriels reçus         ${mails.webUrl}`);
  print(`Simulateur de PayFiP    ${payfip.baseUrl}/simulateur   (rien n’est débité)`);
  print('Agents de la mairie');
  for (const { email, password, role = 'administrator' } of [agent, ...colleagues]) print(`    ${email} / ${password}   (${roleLabels[role].toLowerCase()})`);
  print(`Fenêtre de la mairie    ${isHeadless ? 'son adresse vient ci-dessous, dès qu’elle répond' : 'elle s’ouvre'}`);
  print('Arrêter                 Ctrl+C');
  print('');
}

async function freePort(from: number): Promise<number> {
  for (let port = from; ; port += 1) {
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    if (isFree) return port;
  }
}

function quietly(): NodeJS.ProcessEnv {
  return { ...process.env, PORTAIL_LOG: process.env.PORTAIL_LOG ?? 'warn' };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
