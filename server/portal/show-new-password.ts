// Why: the page behind the link of a mail is shown when the link opens, and again when what was typed is refused.
import type { Context } from 'koa';
import { readSettings } from '../settings.ts';
import { chromeFor } from './chrome.ts';
import NewPasswordPage from './pages/NewPasswordPage.vue';
import { renderPage } from './render.ts';
import type { NewPasswordView } from './views.ts';

export async function showNewPassword(ctx: Context, view: Omit<NewPasswordView, 'chrome' | 'minLength'>): Promise<void> {
  const { portal } = await readSettings();
  await renderPage(ctx, NewPasswordPage, { chrome: await chromeFor(ctx), minLength: portal.minPasswordLength, ...view });
}
