// Takes the settings of an exported file: shown before, checked by the schemas of the forms, written together or not at all. No secret travels.
import { z } from 'zod';
import { largestLogo } from '../contract/file-routes.ts';
import { faultOfInput } from '../contract/input-faults.ts';
import { settingsSchema, type Settings } from '../contract/schemas.ts';
import { differencesOf, wordsOfField, type SectionName, type SettingsDifference } from '../contract/settings-fields.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { imageType } from '../domain/image.ts';
import { AppError } from '../errors.ts';
import { readStoredSettings, readVersions, type Logo } from '../settings.ts';
import { updateSettings } from './update-settings.ts';

export const settingsFileFormat = 'portail-des-factures/reglages';
export const settingsFileVersion = 1;

const envelope = z.object({ format: z.literal(settingsFileFormat), version: z.number().int().min(1) });
const file = z.object({ settings: settingsSchema, logo: z.base64().nullable() });

export interface SettingsPreview { changes: SettingsDifference[]; hasNewLogo: boolean; versions: Record<string, string> }

/** The text of the file. The mail server's password stays here. */
export async function exportSettings(now: Date): Promise<string> {
  const { settings, logo } = await readStoredSettings();
  return JSON.stringify({ format: settingsFileFormat, version: settingsFileVersion, exportedAt: now.toISOString(), settings, logo: logo?.base64 ?? null }, null, 2);
}

/** What would change. @throws AppError settings_file_not_one, settings_file_too_recent, settings_file_invalid */
export async function previewSettings(text: string): Promise<SettingsPreview> {
  const { settings, logo } = readSettingsFile(text);
  const stored = await readStoredSettings();
  return { changes: differencesOf(stored.settings, settings), hasNewLogo: logo !== null && logo.base64 !== stored.logo?.base64, versions: await readVersions() };
}

/** `versions`: what the preview was of. @throws AppError those of the preview, settings_changed_meanwhile, payments_are_play, payments_are_real */
export async function importSettings({ text, versions, actor }: { text: string; versions: Record<string, string>; actor: string }): Promise<Settings> {
  const { settings, logo } = readSettingsFile(text);
  const former = (await readStoredSettings()).settings;
  const changed = new Set(differencesOf(former, settings).map(({ section }) => section));
  const patch = Object.fromEntries(Object.entries(settings).filter(([section]) => changed.has(section as SectionName)));
  return updateSettings({ patch, versions, actor, ...(logo ? { logo } : {}) });
}

function readSettingsFile(text: string): { settings: Settings; logo: Logo | null } {
  const content = parse(text);
  const outside = envelope.safeParse(content);
  if (!outside.success) throw new AppError('settings_file_not_one');
  if (outside.data.version > settingsFileVersion) throw new AppError('settings_file_too_recent');
  const inside = file.safeParse(content, { error: faultOfInput });
  if (!inside.success) throw new AppError('settings_file_invalid', faultOf(inside.error));
  const { settings, logo } = inside.data;
  return { settings, logo: logo === null ? null : readLogo(logo) };
}

/** @throws AppError settings_file_invalid */
export function readLogo(base64: string): Logo {
  const content = Buffer.from(base64, 'base64');
  const mediaType = imageType(content);
  if (!mediaType || content.length > largestLogo) throw new AppError('settings_file_invalid', { where: 'le logo', problem: 'n’est pas une image légère' });
  return { mediaType, base64, version: fingerprint(base64).slice(0, 12) };
}

function faultOf(error: z.ZodError): { where: string; problem: string } {
  const [issue] = error.issues;
  const [, section = '', field = ''] = (issue?.path ?? []).map(String);
  const where = section && field ? `«\u00a0${wordsOfField(section as SectionName, field).label}\u00a0»` : 'une partie';
  return { where, problem: issue?.code === 'invalid_type' ? 'manque ou n’a pas la forme attendue' : issue?.message ?? 'est inconnue' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}
