// Changes sections of the commune's settings; each change is audited, the SMTP password is kept encrypted.
import { Op } from 'sequelize';
import { encryptSecret } from '../crypto/key-file.ts';
import { settingsPatchSchema, settingsSchema, type Settings } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { isReachableAddress } from '../domain/reachable-address.ts';
import { AppError } from '../errors.ts';
import { OutgoingMail, Regie, Setting } from '../models/index.ts';
import { forgetSettings, logoSection, payfipUrlInForce, publicUrlInForce, readSettings, readStoredSettings, readVersions, smtpPasswordSection, type Logo } from '../settings.ts';
import { enterPaymentWorld } from './enter-payment-world.ts';
import { recordAudit } from './record-audit.ts';
import { changedMeanwhile, refuseStale } from './refuse-stale.ts';

export interface SettingsChange {
  patch: Partial<Settings>;
  smtpPassword?: string | undefined;
  /** Of the sections that the agent had in front of them: another one refuses the change. */
  versions?: Record<string, string> | undefined;
  logo?: Logo | undefined;
  actor: string;
}

/**
 * `smtpPassword` absent: unchanged, or forgotten when the mails go to another server; empty: forgotten.
 * @throws ZodError when the patch does not fit the schema; AppError settings_changed_meanwhile, payments_are_play, payments_are_real, portal_still_called
 */
export async function updateSettings(change: SettingsChange): Promise<Settings> {
  // Once it is over, refused or not: those who watch the settings are told of what is kept, never of what may still be undone.
  await writeSettings(change).finally(forgetSettings);
  return readSettings();
}

/** Within the caller's transaction, if any: it is for the caller to forget what was read, after its end. @throws those of updateSettings */
export async function writeSettings({ patch, smtpPassword: given, versions = {}, logo, actor }: SettingsChange): Promise<void> {
  const sections = settingsPatchSchema.parse(patch);
  const { settings: former, smtpPasswordEncrypted } = await readStoredSettings();
  settingsSchema.parse({ ...former, ...sections });
  const isOtherServer = sections.smtp !== undefined && (sections.smtp.host !== former.smtp.host || sections.smtp.user !== former.smtp.user);
  const smtpPassword = given ?? (isOtherServer && smtpPasswordEncrypted ? '' : undefined);
  const present = await readSettings();
  await inTransaction(async () => {
    await refuseStaleSections(versions);
    if (logo) await saveSection(logoSection, JSON.stringify(logo));
    for (const [section, value] of Object.entries(sections)) await saveSection(section, JSON.stringify(value));
    if (smtpPassword !== undefined) await saveSection(smtpPasswordSection, smtpPassword === '' ? '' : encryptSecret(smtpPassword));
    const changed = [...Object.keys(sections), ...(smtpPassword === undefined ? [] : [smtpPasswordSection]), ...(logo ? [logoSection] : [])];
    if (sections.payments) await enterPaymentWorld(payfipUrlInForce(sections.payments.baseUrl), actor);
    await keepReachable(present, sections);
    if (sections.smtp || smtpPassword !== undefined) await releaseMails();
    await recordAudit({ actor, action: 'settings_changed', object: changed.join(','), detail: JSON.stringify({ ...sections.portal, ...sections.payments }) });
  });
}

/** What somebody else has saved since is not overwritten unseen. @throws AppError settings_changed_meanwhile */
async function refuseStaleSections(versions: Record<string, string>): Promise<void> {
  const now = await readVersions();
  const stale = Object.keys(versions).find((section) => versions[section] !== now[section]);
  if (stale !== undefined) throw await changedMeanwhile({ action: 'settings_changed', object: { [Op.like]: `%${stale}%` } });
}

/** The results of what is paid come to the public address: it stays one as long as a régie is open. Entering the real world has closed them all. */
async function keepReachable({ portal: present, payments: { baseUrl } }: Settings, { portal, payments }: Partial<Settings>): Promise<void> {
  const url = publicUrlInForce(portal?.publicUrl ?? present.publicUrl);
  if (url === present.publicUrl || isReachableAddress(url) || isSimulator(payfipUrlInForce(payments?.baseUrl ?? baseUrl))) return;
  if ((await Regie.count({ where: { stage: { [Op.ne]: 'closed' } } })) > 0) throw new AppError('portal_still_called', { url }, 'publicUrl');
}

/** A mail server that works at last: what waited for it is tried now. */
async function releaseMails(): Promise<void> {
  await OutgoingMail.update({ nextAttemptAt: new Date() }, { where: { state: 'queued' } });
}

/** `seen`: the version that the agent had in front of them, '' for none. @throws AppError logo_changed_meanwhile */
export async function updateLogo(logo: Logo | null, { actor, seen }: { actor: string; seen?: string | undefined }): Promise<void> {
  await inTransaction(async () => {
    const kept = await Setting.findByPk(logoSection, { raw: true });
    const now = kept ? (JSON.parse(kept.value) as Logo).version : '';
    await refuseStale({ seen, now, entries: { [Op.or]: [{ action: 'logo_changed' }, { action: 'settings_changed', object: { [Op.like]: `%${logoSection}%` } }] } }, 'logo_changed_meanwhile');
    if (logo) await saveSection(logoSection, JSON.stringify(logo));
    else await Setting.destroy({ where: { section: logoSection } });
    await recordAudit({ actor, action: 'logo_changed' });
  });
  forgetSettings();
}

async function saveSection(section: string, value: string): Promise<void> {
  await Setting.upsert({ section, value, updatedAt: new Date() });
}
