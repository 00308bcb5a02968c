// Why: what is typed in the settings stays, section by section, until it is saved, even when another screen is visited meanwhile.
import { reactive } from 'vue';
import { differencesOf, type SectionName, type SettingsDifference } from '../server/contract/settings-fields.ts';
import type { Settings } from '../server/contract/schemas.ts';
import { call } from './api.ts';
import { session } from './session.ts';
import { refreshDashboard } from './waiting.ts';

export type { SectionName };

const blank: Settings = {
  commune: { name: '', serviceName: '', accentColor: '#1f5f8b' },
  contact: { personName: '', email: '', phone: '', hours: '' },
  welcome: { title: '', text: '' },
  portal: { publicUrl: '', exposure: 'this-pc', minPasswordLength: 8 },
  smtp: { host: '', port: 587, security: 'starttls', user: '', fromName: '', fromAddress: '' },
  payments: { baseUrl: 'https://www.payfip.gouv.fr', suspension: null },
  staff: { lockMinutes: 15 },
  legal: { publicationDirector: '', address: '', dpoContact: '' },
};

export const settings = reactive({
  isKnown: false, saved: copy(blank), draft: copy(blank), smtpPassword: '', hasSmtpPassword: false, hasLogo: false, logoTurn: 0, listensAt: [] as string[], versions: {} as Record<string, string>,
});

/** Reads the settings; what is typed stays, field by field. */
export async function readSettings(): Promise<void> {
  const answer = await call('settings.read', {});
  const typed = settings.isKnown ? sectionNames().map((section) => [section, changedFields(section)] as const) : [];
  const kept = copy(settings.draft);
  settings.saved = copy(answer.settings);
  settings.draft = copy(answer.settings);
  for (const [section, fields] of typed) Object.assign(settings.draft[section], Object.fromEntries(Object.entries(kept[section]).filter(([field]) => fields.includes(field))));
  Object.assign(settings, { hasSmtpPassword: answer.hasSmtpPassword, hasLogo: answer.hasLogo, listensAt: answer.listensAt, versions: answer.versions, isKnown: true });
}

/** Saves one section; answers the fields that changed. */
export async function saveSection(section: SectionName): Promise<string[]> {
  const changed = changedFields(section);
  const smtpPassword = section === 'smtp' && settings.smtpPassword ? settings.smtpPassword : undefined;
  await call('settings.update', { patch: { [section]: settings.draft[section] }, smtpPassword, versions: { [section]: settings.versions[section] ?? '' } });
  Object.assign(settings.saved[section], copy(settings.draft)[section]);
  if (smtpPassword) settings.smtpPassword = '';
  await readSettings();
  if (session.current) Object.assign(session.current, { communeName: settings.saved.commune.name, minPasswordLength: settings.saved.portal.minPasswordLength });
  void refreshDashboard();
  return smtpPassword ? [...changed, 'password'] : changed;
}

/** What somebody else has saved since it was typed here, against what is typed. */
export const differences = (section: SectionName): SettingsDifference[] => differencesOf({ [section]: settings.saved[section] }, { [section]: settings.draft[section] });

/** Takes what is saved rather than what is typed. */
export function takeSaved(section: SectionName, field: string): void {
  Object.assign(settings.draft[section], Object.fromEntries(Object.entries(settings.saved[section]).filter(([name]) => name === field)));
}

export function isChanged(section: SectionName): boolean {
  return changedFields(section).length > 0 || (section === 'smtp' && settings.smtpPassword !== '');
}

function changedFields(section: SectionName): string[] {
  const saved = new Map<string, unknown>(Object.entries(settings.saved[section]));
  return Object.entries(settings.draft[section]).filter(([field, value]) => saved.get(field) !== value).map(([field]) => field);
}

function sectionNames(): SectionName[] {
  return Object.keys(blank) as SectionName[];
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
