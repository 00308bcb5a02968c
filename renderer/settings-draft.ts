// Why: what is typed in the settings stays, section by section, until it is saved, even when another screen is visited meanwhile.
import { reactive } from 'vue';
import { differencesOf, type SectionName, type SettingsDifference } from '../server/contract/settings-fields.ts';
import type { Settings } from '../server/contract/schemas.ts';
import { call } from './api.ts';
import { session } from './session.ts';
import { refreshDashboard } from './waiting.ts';

export type { SectionName };
/** What one form fills in: a section, or some of its fields. */
export interface SettingsPart { section: SectionName; fields?: readonly string[] }
/** The two forms that share a section. */
export const communeNames: SettingsPart = { section: 'commune', fields: ['name', 'serviceName'] };
export const communeColour: SettingsPart = { section: 'commune', fields: ['accentColor'] };

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
  isKnown: false, saved: copy(blank), draft: copy(blank), smtpPassword: '', hasSmtpPassword: false, hasLogo: false, logoVersion: '', logoTurn: 0, listensAt: [] as string[], versions: {} as Record<string, string>,
});

/** Reads the settings; what is typed stays, field by field. */
export async function readSettings(): Promise<void> {
  const answer = await call('settings.read', {});
  const typed = settings.isKnown ? sectionNames().map((section) => [section, changedFields({ section })] as const) : [];
  const kept = copy(settings.draft);
  settings.saved = copy(answer.settings);
  settings.draft = copy(answer.settings);
  for (const [section, fields] of typed) Object.assign(settings.draft[section], pick(kept[section], fields));
  Object.assign(settings, { hasSmtpPassword: answer.hasSmtpPassword, hasLogo: answer.hasLogo, logoVersion: answer.logoVersion, listensAt: answer.listensAt, versions: answer.versions, isKnown: true });
}

/** Saves what one form fills in; answers the fields that changed. */
export async function saveSettings(part: SettingsPart): Promise<string[]> {
  const { section } = part;
  const changed = changedFields(part);
  const patch = copy({ ...settings.saved[section], ...pick(settings.draft[section], changed) });
  const smtpPassword = section === 'smtp' && settings.smtpPassword ? settings.smtpPassword : undefined;
  await call('settings.update', { patch: { [section]: patch }, smtpPassword, versions: { [section]: settings.versions[section] ?? '' } });
  Object.assign(settings.saved[section], patch);
  if (smtpPassword) settings.smtpPassword = '';
  await readSettings();
  if (session.current) Object.assign(session.current, { communeName: settings.saved.commune.name, minPasswordLength: settings.saved.portal.minPasswordLength });
  void refreshDashboard();
  return smtpPassword ? [...changed, 'password'] : changed;
}

/** What somebody else has saved since it was typed here, against what is typed. */
export const differences = (part: SettingsPart): SettingsDifference[] =>
  differencesOf({ [part.section]: settings.saved[part.section] }, { [part.section]: settings.draft[part.section] }).filter(({ field }) => isOf(part, field));

/** Takes what is saved rather than what is typed. */
export function takeSaved(section: SectionName, field: string): void {
  Object.assign(settings.draft[section], pick(settings.saved[section], [field]));
}

export function isChanged(part: SettingsPart): boolean {
  return changedFields(part).length > 0 || (part.section === 'smtp' && settings.smtpPassword !== '');
}

export const isAnySettingTyped = (): boolean => settings.isKnown && sectionNames().some((section) => isChanged({ section }));

function changedFields(part: SettingsPart): string[] {
  const { section } = part;
  const saved = new Map<string, unknown>(Object.entries(settings.saved[section]));
  return Object.entries(settings.draft[section]).filter(([field, value]) => isOf(part, field) && saved.get(field) !== value).map(([field]) => field);
}

const isOf = ({ fields }: SettingsPart, field: string): boolean => !fields || fields.includes(field);

const pick = (from: object, fields: readonly string[]) => Object.fromEntries(Object.entries(from).filter(([field]) => fields.includes(field)));

function sectionNames(): SectionName[] {
  return Object.keys(blank) as SectionName[];
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
