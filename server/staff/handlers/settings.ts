// The commune's settings, its mail server and logo.
import { importSettings, previewSettings } from '../../commands/import-settings.ts';
import { sendTestMail } from '../../commands/send-test-mail.ts';
import { spendTries } from '../../commands/spend-tries.ts';
import { updateLogo, updateSettings } from '../../commands/update-settings.ts';
import { verifyPublicAddress } from '../../commands/verify-public-address.ts';
import type { Settings } from '../../contract/schemas.ts';
import { limits } from '../../domain/limits.ts';
import { isMailPort } from '../../domain/mail-port.ts';
import { AppError } from '../../errors.ts';
import { readSettings, readStoredSettings } from '../../settings.ts';
import type { Handlers } from '../call.ts';

export const settingsHandlers: Handlers<'settings.read' | 'settings.update' | 'settings.previewImport' | 'settings.import' | 'smtp.sendTest' | 'portal.verifyAddress' | 'logo.remove'> = {
  'settings.read': async (_input, { listensAt }) => {
    const { settings, versions, smtpPasswordEncrypted, logo } = await readStoredSettings();
    return { settings, versions, hasSmtpPassword: smtpPasswordEncrypted !== null, hasLogo: logo !== null, logoVersion: logo?.version ?? '', listensAt: listensAt() };
  },
  'settings.update': async ({ patch, smtpPassword, versions }, { actor, portalChanged }) => {
    if (patch.smtp) await requireMailPort(patch.smtp, 'patch.smtp.port');
    await listenAgain(portalChanged, actor, () => updateSettings({ patch, smtpPassword, versions, actor }));
    return {};
  },
  'settings.previewImport': ({ text }) => previewSettings(text),
  'settings.import': async ({ text, versions }, { actor, portalChanged }) => {
    await listenAgain(portalChanged, actor, () => importSettings({ text, versions, actor }));
    return {};
  },
  'smtp.sendTest': async (input, { actor, now }) => {
    await requireMailPort(input.smtp, 'smtp.port');
    await spendTries([{ limit: limits.mailTests, key: 'staff' }], now);
    return sendTestMail({ ...input, actor });
  },
  'portal.verifyAddress': async ({ isSeen }, { now }) => {
    await spendTries([{ limit: limits.addressTests, key: 'staff' }], now);
    return { answer: await verifyPublicAddress(isSeen) };
  },
  'logo.remove': async ({ version }, { actor }) => {
    await updateLogo(null, { actor, seen: version });
    return {};
  },
};

/** After a change of who may open the portal; what cannot be listened to is put back. */
async function listenAgain(portalChanged: () => Promise<void>, actor: string, change: () => Promise<Settings>): Promise<void> {
  const { exposure } = (await readSettings()).portal;
  const { portal } = await change();
  if (portal.exposure === exposure) return;
  try {
    await portalChanged();
  } catch (error) {
    await updateSettings({ patch: { portal: { ...portal, exposure } }, actor });
    throw error;
  }
}

/** @throws AppError smtp_port_refused */
async function requireMailPort(smtp: Settings['smtp'], field: string): Promise<void> {
  if (smtp.host !== '' && !isMailPort(smtp, (await readSettings()).smtp)) throw new AppError('smtp_port_refused', { port: String(smtp.port) }, field);
}
