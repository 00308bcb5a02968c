// Why: the built server in a process of its own, or under the real window, on a data folder of its own, with mails that land in the test.
// Build first: `npx tsx build/build.ts`. Nothing is left behind, whatever the test did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import sqlite3 from 'sqlite3';
import { startMailCatcher, type CaughtMail, type MailCatcher } from '../../build/mail-catcher.ts';
import { launchWindow, prepareMachine, type Machine } from './real-window.ts';
import { freePort } from '../support/free-port.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';

export interface PortalApp {
  portalUrl: string;
  staffUrl: string;
  /** Opens the staff interface once; the window is already let in, and its link leads to the first screen. */
  launchLink: string;
  /** The staff interface of the real window; null in a browser. */
  window: Page | null;
  /** The shell around it; null in a browser. */
  app: ElectronApplication | null;
  mails: MailCatcher;
  /** The first mail to this address whose subject holds these words; delivery is asynchronous. */
  mailTo(address: string, subject: string): Promise<CaughtMail>;
  /** A second installation, on an empty folder, ended with the first one. */
  openEmpty(): Promise<StartedPortal>;
}

/** Where staff work: `page` is a page of Chromium, or the real window. */
export interface ShellOption { shell: 'browser' | 'window' }
interface Options extends ShellOption {
  /** What the data folder holds before the server starts. */
  seed: 'demonstration' | 'empty';
  /** Invoices added to the demonstration, as the billing software writes them (with the line of headings). */
  extraInvoices: string;
  /** Every régie collects through a simulator of PayFiP, several invoices at once. */
  payments: boolean;
}
interface Fixtures { payfip: PayfipSimulator | null; portal: PortalApp }
interface WorkerFixtures { mails: MailCatcher; demonstration: string; machine: () => Promise<Machine> }

const root = fileURLToPath(new URL('../..', import.meta.url));
export const resources = join(root, 'resources', 'demonstration');
export const commune: {
  commune: { name: string; serviceName: string }; contact: { personName: string; email: string; phone: string; hours: string };
  welcome: { title: string }; announcement: { title: string }; agent: { name: string; email: string; password: string }; colleagues: { name: string; email: string; password: string; role: string }[]; residents: { email: string; password: string }[];
} = JSON.parse(readFileSync(join(resources, 'commune.json'), 'utf8'));
export const resident = { ...commune.residents[0]!, payer: 'Mme Test SISTEC560' };
export const csvHeadings = 'numero;date;echeance;montant;objet;code_payeur;civilite;nom;prenom;adresse;cp;ville;email;email2;regie;mode;fichier;etat;prelevement_le';

export const test = base.extend<Fixtures & Options, WorkerFixtures>({
  shell: ['browser', { option: true }],
  seed: ['demonstration', { option: true }],
  extraInvoices: ['', { option: true }],
  payments: [false, { option: true }],

  payfip: async ({ payments }, use) => {
    const simulator = payments ? await startPayfipSimulator({ port: 0 }) : null;
    await use(simulator);
    await simulator?.stop();
  },

  mails: [async ({}, use) => {
    const mails = await startMailCatcher({ smtpPort: 0, webPort: 0 });
    await use(mails);
    await mails.stop();
  }, { scope: 'worker' }],

  demonstration: [async ({ mails }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portail-modele-'));
    await commandLine('demonstration', ['--data', join(folder, 'donnees'), '--smtp-port', String(mails.smtpPort), '--public-url', 'http://127.0.0.1:1']);
    await use(join(folder, 'donnees'));
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 120_000 }],

  /** Prepared when the first window opens. */
  machine: [async ({}, use) => {
    let ready: Promise<Machine> | undefined;
    await use(() => { ready ??= prepareMachine(); return ready; });
    await (await ready)?.stop();
  }, { scope: 'worker', timeout: 300_000 }],

  page: async ({ shell, portal, context }, use) => { await use(shell === 'window' && portal.window ? portal.window : await context.newPage()); },

  portal: async ({ shell, machine, mails, demonstration, seed, extraInvoices, payfip }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portail-parcours-'));
    const data = join(folder, 'donnees');
    if (seed === 'demonstration') cpSync(demonstration, data, { recursive: true });
    else mkdirSync(data);
    if (extraInvoices) await addInvoices(data, join(folder, 'plus.csv'), extraInvoices);
    if (payfip) await openRegies(data);
    mails.clear();
    mails.behave(null);
    const started: OwnPortal[] = [];
    const start = async (order: Omit<PortalOrder, 'payfipUrl'>): Promise<OwnPortal> => {
      const own = shell === 'window' ? await openWindow({ ...order, payfipUrl: payfip?.baseUrl }, await machine()) : await startServer({ ...order, payfipUrl: payfip?.baseUrl });
      started.push(own);
      return own;
    };
    const openEmpty = (): Promise<OwnPortal> => start({ data: mkdtempSync(join(folder, 'autre-')), profile: join(folder, 'profil-autre'), isEmpty: true });
    await use({
      ...await start({ data, profile: join(folder, 'profil'), isEmpty: seed === 'empty' }), openEmpty, mails,
      mailTo: (address, subject) => mails.waitFor((mail) => mail.to.includes(address) && mail.subject.includes(subject), 15_000),
    });
    const left = mails.messages().map(({ to, subject }) => `${to.join(', ')}: ${subject}`);
    for (const { stop } of started) await stop();
    rmSync(folder, { recursive: true, force: true });
    base.info().annotations.push({ type: 'mails', description: left.join('\n') });
  },
});
export { expect };

async function addInvoices(data: string, file: string, csv: string): Promise<void> {
  writeFileSync(file, csv);
  await commandLine('import', ['--data', data, '--csv', file, '--without-pdf']);
}

/** What staff do by their own screens, which are not looked at here. */
function openRegies(data: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const db = new sqlite3.Database(join(data, 'portail.sqlite'), (opening) => {
      if (opening) return reject(opening);
      db.exec("UPDATE regies SET numcli = '006270', stage = 'production', allows_several = 1", (failure) => db.close(() => (failure ? reject(failure) : resolve())));
    });
  });
}

async function commandLine(command: string, options: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'server/portail.cjs'), command, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: quietly() });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { words += chunk.toString(); });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${words}`);
}

export type StartedPortal = Pick<PortalApp, 'portalUrl' | 'staffUrl' | 'launchLink' | 'window' | 'app'>;
interface OwnPortal extends StartedPortal { stop(): Promise<void> }
interface PortalOrder { data: string; /** Of the window. */ profile: string; /** Its first agent sets the address himself. */ isEmpty: boolean; payfipUrl: string | undefined }

/** The addresses are among the settings: the window takes no such option. */
async function openWindow({ data, profile, isEmpty, payfipUrl }: PortalOrder, machine: Machine): Promise<OwnPortal> {
  const portalPort = await freePort();
  const portalUrl = `http://127.0.0.1:${portalPort}`;
  if (!isEmpty) await commandLine('demonstration', ['--data', data, '--public-url', portalUrl, ...(payfipUrl ? ['--payfip-url', payfipUrl] : [])]);
  const { app, page, close } = await launchWindow({ machine, dataFolder: data, portalPort, profile });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const staffUrl = new URL(page.url()).origin;
  return { portalUrl, staffUrl, launchLink: staffUrl, window: page, app, stop: close };
}

async function startServer({ data, isEmpty, payfipUrl }: PortalOrder): Promise<OwnPortal> {
  const port = await freePort();
  const portalUrl = `http://127.0.0.1:${port}`;
  const args = ['server/serve.cjs', '--data', data, '--portal-port', String(port), '--staff-port', '0', ...(isEmpty ? [] : ['--public-url', portalUrl]), ...(payfipUrl ? ['--payfip-url', payfipUrl] : [])];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: quietly() });
  const ended = once(child, 'exit');
  let words = '';
  const launchLink = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      words += chunk.toString();
      const link = /https?:\/\/\S+\/#cle=\S+/.exec(words)?.[0];
      if (link) resolve(link);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${words}`)));
  });
  const stop = async (): Promise<void> => {
    const killer = setTimeout(() => child.kill('SIGKILL'), 6_000);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(killer);
  };
  return { portalUrl, staffUrl: new URL(launchLink).origin, launchLink, window: null, app: null, stop };
}

function quietly(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production', PORTAIL_LOG: 'warn' };
}

/** What the portal prints with no-break spaces and either apostrophe, as one types it. */
export function plain(text: string): string {
  return text.replace(/[\s\u00a0\u202f]+/g, ' ').replaceAll('’', "'").trim();
}

export async function logIn(page: Page, portalUrl: string, { email, password, remember = false }: { email: string; password: string; remember?: boolean }): Promise<void> {
  await page.goto(`${portalUrl}/connexion`);
  await page.getByLabel('Adresse mail').fill(email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password);
  if (remember) await page.getByLabel('Se souvenir de moi').check();
  await page.getByRole('button', { name: 'Connexion' }).click();
  await expect(page).toHaveURL(`${portalUrl}/accueil`);
}

/** Logged in, the important information already closed. */
export async function enter(page: Page, portalUrl: string, who: { email: string; password: string } = resident): Promise<void> {
  await logIn(page, portalUrl, who);
  const close = page.getByRole('button', { name: 'Fermer' });
  while (await close.isVisible()) await close.click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Opens the staff interface with the launch link, then logs the demonstration's agent in. */
export async function enterStaff(page: Page, { launchLink }: Pick<PortalApp, 'launchLink'>): Promise<void> {
  await page.goto(launchLink);
  await page.getByLabel('Adresse de messagerie').fill(commune.agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(commune.agent.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' })).toBeVisible();
}
