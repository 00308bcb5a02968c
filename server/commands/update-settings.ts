// Changes sections of the commune's settings; each change is audited, the SMTP password is kept encrypted.
import { encryptSecret } from '../crypto/key-file.ts';
import { settingsPatchSchema, settingsSchema, type Settings } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { OutgoingMail, Setting } from '../models/index.ts';
import { forgetSettings, logoSection, payfipUrlInForce, readSettings, smtpPasswordSection, type Logo } from '../settings.ts';
import { enterPaymentWorld } from './enter-payment-world.ts';
import { recordAudit } from './record-audit.ts';

export interface SettingsChange { patch: Partial<Settings>; smtpPassword?: string | undefined; actor: string }

/** `smtpPassword` absent: unchanged; empty: forgotten. @throws ZodError when the patch does not fit the schema; AppError payments_are_play, payments_are_real */
export async function updateSettings({ patch, smtpPassword, actor }: SettingsChange): Promise<Settings> {
  const sections = settingsPatchSchema.parse(patch);
  settingsSchema.parse({ ...(await readSettings()), ...sections });
  await inTransaction(async () => {
    for (const [section, value] of Object.entries(sections)) await saveSection(section, JSON.stringify(value));
    if (smtpPassword !== undefined) await saveSection(smtpPasswordSection, smtpPassword === '' ? '' : encryptSecret(smtpPassword));
    const changed = [...Object.keys(sections), ...(smtpPassword === undefined ? [] : [smtpPasswordSection])];
    if (sections.payments) await enterPaymentWorld(payfipUrlInForce(sections.payments.baseUrl), actor);
    if (sections.smtp || smtpPassword !== undefined) await releaseMails();
    await recordAudit({ actor, action: 'settings_changed', object: changed.join(','), detail: JSON.stringify({ ...sections.portal, ...sections.payments }) });
  });
  forgetSettings();
  return readSettings();
}

/** A mail server that works at last: what waited for it is tried now. */
async function releaseMails(): Promise<void> {
  await OutgoingMail.update({ nextAttemptAt: new Date() }, { where: { state: 'queued' } });
}

export async function updateLogo(logo: Logo | null, actor: string): Promise<void> {
  await inTransaction(async () => {
    if (logo) await saveSection(logoSection, JSON.stringify(logo));
    else await Setting.destroy({ where: { section: logoSection } });
    await recordAudit({ actor, action: 'logo_changed' });
  });
  forgetSettings();
}

async function saveSection(section: string, value: string): Promise<void> {
  await Setting.upsert({ section, value, updatedAt: new Date() });
}
