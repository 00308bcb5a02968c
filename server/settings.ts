// Why: the settings of the commune as one object, read from their rows and kept a few seconds.
import { settingsSchema, type Settings } from './contract/schemas.ts';
import { Setting } from './models/index.ts';
import { payfipBaseUrl } from './domain/payfip-address.ts';

const defaults: Settings = {
  commune: { name: 'Mairie', serviceName: 'Service de facturation', accentColor: '#1f5f8b' },
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
export interface Logo { mediaType: string; base64: string; version: string }

/** Other processes of the same database see a change within this time, in milliseconds. */
const freshFor = 5_000;
export interface StoredSettings { settings: Settings; smtpPasswordEncrypted: string | null; logo: Logo | null; readAt: number }
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
  cache = { settings, smtpPasswordEncrypted: rows.get(smtpPasswordSection) || null, logo: logo ? JSON.parse(logo) : null, readAt: Date.now() };
  return cache;
}

export const readSettings = async (): Promise<Settings> => (await readStoredSettings()).settings;
