// Journeys in a real Chromium, in the real window, and in the installed package. `npm test` prepares what they need.
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import type { ShellOption } from '../test/e2e/portal-app.ts';
import { ensureChromium } from './test-machine.ts';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export default defineConfig<ShellOption>({
  testDir: fileURLToPath(new URL('../test/e2e', import.meta.url)),
  outputDir: fileURLToPath(new URL('../test-results', import.meta.url)),
  timeout: 60_000,
  // Only so that a wait ends: a busy machine is not a fault.
  expect: { timeout: 15_000 },
  // Much of a journey is waiting: two at once take little more than half the time on two cores.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A journey that passes only the second time is named in the report and counted apart: it is a fault to find.
  retries: 1,
  reporter: process.env.CI ? 'dot' : 'list',
  projects: [
    { name: 'navigateur' },
    // The same journeys of staff in the real window.
    { name: 'fenêtre', use: { shell: 'window' }, testMatch: /\/(agents|announcements|dashboard|first-run|messages|payers|settings|staff|staff-frame|staff-invoices|staff-payments|window-drop)\.spec\.ts$/, grepInvert: /@navigateur/ },
    // Installed for the whole machine: one at a time.
    { name: 'paquet', workers: 1, testDir: fileURLToPath(new URL('../test/package', import.meta.url)) },
  ],
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    screenshot: 'only-on-failure',
    // Menus and dialogs are there at once: a click never meets one that is still opening.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: ensureChromium(), args },
  },
});
