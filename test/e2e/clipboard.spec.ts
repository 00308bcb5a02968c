// Why: what is shown once (a provisional password, the recovery codes) is copied from the real window, which refuses every other permission.
import { expect } from '@playwright/test';
import { test } from './desktop-app.ts';

test('« Copier » copies; nothing else is asked of the machine', async ({ desktop: { app, page } }) => {
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\//);
  await page.bringToFront();
  expect(await page.evaluate(async () => [
    await navigator.clipboard.writeText('mot-de-passe-provisoire').then(() => 'copied', (error: Error) => error.name),
    await navigator.clipboard.readText().then(() => 'read', (error: Error) => error.name),
    await Notification.requestPermission(),
  ])).toEqual(['copied', 'NotAllowedError', 'denied']);
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('mot-de-passe-provisoire');
});
