// Why: what surrounds every page, from the settings and the session.
import type { Context } from 'koa';
import { formToken } from '../http/csrf.ts';
import { sessionOf } from '../http/session.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { readStoredSettings } from '../settings.ts';
import { portalAssets } from './assets.ts';
import type { Chrome } from './views.ts';

export async function chromeFor(ctx: Context, currentMenu: Chrome['currentMenu'] = null): Promise<Chrome> {
  const { settings, logo } = await readStoredSettings();
  const { cssUrl, scriptUrl, iconUrl } = await portalAssets();
  const session = sessionOf(ctx);
  return {
    communeName: settings.commune.name,
    serviceName: settings.commune.serviceName,
    logoUrl: logo ? `/logo-${logo.version}` : null,
    cssUrl, scriptUrl, iconUrl,
    account: session ? { email: session.email, payerNames: session.payerNames } : null,
    isView: session?.isView ?? false,
    currentMenu,
    csrfToken: formToken(ctx),
    accessibilityStatus: 'non évaluée',
    paymentsArePlay: isSimulator(settings.payments.baseUrl),
  };
}
