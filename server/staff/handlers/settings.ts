// The commune's settings, its mail server and logo.
import { sendTestMail } from '../../commands/send-test-mail.ts';
import { updateLogo, updateSettings } from '../../commands/update-settings.ts';
import { readSettings, readStoredSettings } from '../../settings.ts';
import type { Handlers } from '../call.ts';

export const settingsHandlers: Handlers<'settings.read' | 'settings.update' | 'smtp.sendTest' | 'logo.remove'> = {
  'settings.read': async (_input, { listensAt }) => {
    const { settings, smtpPasswordEncrypted, logo } = await readStoredSettings();
    return { settings, hasSmtpPassword: smtpPasswordEncrypted !== null, hasLogo: logo !== null, listensAt: listensAt() };
  },
  'settings.update': async ({ patch, smtpPassword }, { actor, portalChanged }) => {
    const { exposure } = (await readSettings()).portal;
    await updateSettings({ patch, smtpPassword, actor });
    const { portal } = patch;
    if (!portal) return {};
    try {
      await portalChanged();
    } catch (error) {
      await updateSettings({ patch: { portal: { ...portal, exposure } }, actor });
      throw error;
    }
    return {};
  },
  'smtp.sendTest': (input, { actor }) => sendTestMail({ ...input, actor }),
  'logo.remove': async (_input, { actor }) => {
    await updateLogo(null, actor);
    return {};
  },
};
