// Why: the settings of the commune as one object, read from their rows and kept a few seconds.
import { settingsSchema, type Settings } from './contract/schemas.ts';
import type { SetupChoice, SetupStep } from './contract/setup.ts';
import { fingerprint } from './crypto/tokens.ts';
import { log } from './log.ts';
import { Setting } from './models/index.ts';
import { payfipBaseUrl } from './domain/payfip-address.ts';

/** Until somebody says whose portal it is. */
export const usualCommuneName = 'Mairie';

const defaults: Settings = {
  commune: { name: usualCommuneName, serviceName: 'Service de facturation', accentColor: '#1f5f8b' },
  contact: { personName: '', email: '', phone: '', hours: '' },
  welcome: {
    title: 'Bienvenue sur le portail de dématérialisation',
    text: 'Un espace individualisé pour la consultation et le paiement de vos factures.\n\n'
      + '- Grâce à une interface simple et soignée, vous pourrez accéder à vos factures en un clic.\n'
      + '- Un espace de communication privilégié avec la mairie.',
  },
  portal: { publicUrl: 'http://127.0.0.1:8080', exposure: 'this-pc', minPasswordLength: 8 },
  smtp: { host: '', port: 587, security: 'starttls', user: '', fromName: '', fromAddress: '' },
  payments: { baseUrl: payfipBaseUrl, suspension: null },
  staff: { lockMinutes: 15 },
  legal: { publicationDirector: '', address: '', dpoContact: '' },
};

/** Rows that are not part of `Settings`: a secret (encrypted) and the logo (base64 with its type). */
export const smtpPasswordSection = 'smtp-password';
export const logoSection = 'logo';
/** Facts that are not settings. */
export const lastBackupSection = 'last-backup';
/** The public address that came with a backup, until it is seen to lead here. */
export const addressTakenOverSection = 'address-taken-over';
export const mailTriedSection = 'mail-tried';
export const setupSection = 'setup-choices';
export interface Logo { mediaType: string; base64: string; version: string }

/** Other processes of the same database see a change within this time, in milliseconds. */
const freshFor = 5_000;
export interface StoredSettings {
  settings: Settings;
  /** Of each section as it is kept: changes with it. */
  versions: Record<string, string>;
  smtpPasswordEncrypted: string | null; logo: Logo | null; readAt: number;
}
let cache: StoredSettings | undefined;
interface Overrides {
  /** Of the process's configuration: wins over the settings. */
  publicUrl?: string | undefined;
  /** Where the portal listens: its address as long as the settings name none. */
  defaultPublicUrl?: string | undefined;
  /** The simulator, for a demonstration: wins over the settings. */
  payfipUrl?: string | undefined;
}
let overrides: Overrides = {};

export function overrideSettings(values: Overrides): void {
  overrides = values;
  forgetSettings();
}

export function forgetSettings(): void {
  cache = undefined;
  for (const hear of [...listeners]) tell(hear);
}

/** What one of them cannot do of it takes back nothing of what is saved. */
function tell(hear: () => void): void {
  try {
    hear();
  } catch (error) {
    log.error({ err: error }, 'a change of settings was not followed');
  }
}

const listeners = new Set<() => void>();

/** Calls it at each change that this process makes, until the function that it answers is called. */
export function watchSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Where payments are asked, of what the settings name. */
export const payfipUrlInForce = (stored: string): string => overrides.payfipUrl ?? stored;

/** Where residents and PayFiP find the portal, of what the settings name. */
export const publicUrlInForce = (stored: string): string => overrides.publicUrl ?? stored;

export async function readStoredSettings(): Promise<StoredSettings> {
  if (cache && Date.now() - cache.readAt < freshFor) return cache;
  const rows = new Map((await Setting.findAll()).map((row) => [row.section, row.value]));
  const sections = Object.keys(defaults).filter((name) => rows.has(name)).map((name) => [name, JSON.parse(rows.get(name) ?? '{}')]);
  const settings = settingsSchema.parse({ ...defaults, ...Object.fromEntries(sections) });
  const fallbackUrl = rows.has('portal') ? settings.portal.publicUrl : overrides.defaultPublicUrl ?? settings.portal.publicUrl;
  settings.portal = { ...settings.portal, publicUrl: publicUrlInForce(fallbackUrl) };
  settings.payments = { ...settings.payments, baseUrl: payfipUrlInForce(settings.payments.baseUrl) };
  const logo = rows.get(logoSection);
  const versions = Object.fromEntries(Object.keys(defaults).map((section) => [section, versionOf(section, rows)]));
  cache = { settings, versions, smtpPasswordEncrypted: rows.get(smtpPasswordSection) || null, logo: logo ? JSON.parse(logo) : null, readAt: Date.now() };
  return cache;
}

export const readSettings = async (): Promise<Settings> => (await readStoredSettings()).settings;

/** What a section is worth to who changes it; '' as long as nobody has. The mail server's password belongs to its section. */
function versionOf(section: string, rows: Map<string, string>): string {
  const kept = [rows.get(section) ?? '', section === 'smtp' ? rows.get(smtpPasswordSection) ?? '' : ''].join('\n').trim();
  return kept === '' ? '' : fingerprint(kept).slice(0, 16);
}

/** Of these sections now, past the few seconds of memory. */
export async function readVersions(): Promise<Record<string, string>> {
  const rows = new Map((await Setting.findAll()).map((row) => [row.section, row.value]));
  return Object.fromEntries(Object.keys(defaults).map((section) => [section, versionOf(section, rows)]));
}

/** Names a mail server and the account that it knows us by. */
export const mailServerMark = ({ host, port, security, user, fromAddress }: Settings['smtp']): string => JSON.stringify([host, port, security, user, fromAddress]);

/** What happened once, and is not a setting. */
export async function readFacts(): Promise<{ lastBackupAt: string | null; mailTried: string | null; addressTakenOver: string | null }> {
  const address = await Setting.findByPk(addressTakenOverSection, { raw: true });
  const backup = await Setting.findByPk(lastBackupSection, { raw: true });
  const mail = await Setting.findByPk(mailTriedSection, { raw: true });
  return { lastBackupAt: backup ? (JSON.parse(backup.value) as { madeAt: string }).madeAt : null, mailTried: mail?.value ?? null, addressTakenOver: address?.value ?? null };
}

export async function readSetupChoices(): Promise<Partial<Record<SetupStep, SetupChoice>>> {
  const kept = await Setting.findByPk(setupSection, { raw: true });
  return JSON.parse(kept?.value ?? '{}') as Partial<Record<SetupStep, SetupChoice>>;
}
