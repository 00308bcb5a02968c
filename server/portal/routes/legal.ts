// Mentions légales, accessibility statement, logo, and the file that keeps search engines away.
import type Router from '@koa/router';
import { AppError } from '../../errors.ts';
import { fileContentPolicy } from '../../http/security-headers.ts';
import { readSettings, readStoredSettings } from '../../settings.ts';
import { chromeFor } from '../chrome.ts';
import AccessibilityPage from '../pages/AccessibilityPage.vue';
import LegalPage from '../pages/LegalPage.vue';
import { renderPage } from '../render.ts';

export function legalRoutes(router: Router): void {
  router.get('/mentions-legales', async (ctx) => {
    const { legal, contact } = await readSettings();
    await renderPage(ctx, LegalPage, { chrome: await chromeFor(ctx), ...legal, contactEmail: contact.email });
  });

  router.get('/accessibilite', async (ctx) => {
    const { contact } = await readSettings();
    await renderPage(ctx, AccessibilityPage, { chrome: await chromeFor(ctx), contactEmail: contact.email, contactPhone: contact.phone });
  });

  router.get('/logo-:version', async (ctx) => {
    const { logo } = await readStoredSettings();
    if (!logo) throw new AppError('not_found');
    ctx.set('Content-Security-Policy', fileContentPolicy);
    ctx.set('Cache-Control', logo.version === ctx.params.version ? 'public, max-age=31536000, immutable' : 'no-cache');
    ctx.type = logo.mediaType;
    ctx.body = Buffer.from(logo.base64, 'base64');
  });

  router.get('/robots.txt', (ctx) => {
    ctx.type = 'text/plain';
    ctx.body = 'User-agent: *\nDisallow: /\n';
  });
}
