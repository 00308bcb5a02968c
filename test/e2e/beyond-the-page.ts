// Why: what a journey does around the page, alike in Chromium and in the real window: keep a file, end the session, sit at a second desk, see what opens beside.
import { expect, type Browser, type Page } from '@playwright/test';
import type { StartedPortal } from './portal-app.ts';

/** What `act` downloads, kept in this file once it is whole. */
export async function saveFile({ page, app, file }: Pick<StartedPortal, 'app'> & { page: Page; file: string }, act: () => Promise<unknown>): Promise<void> {
  if (!app) {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return download.saveAs(file);
  }
  // The window asks where to keep it, and nobody is there to say.
  const saved = await app.evaluateHandle(({ session }, path) => {
    const end = new Promise<string>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(path);
        item.once('done', (_done, state) => resolve(state));
      });
    });
    return { end };
  }, file);
  await act();
  const state = await saved.evaluate(({ end }) => end);
  if (state !== 'completed') throw new Error(`Not saved: ${state}`);
}

/** As twelve hours later: the agent is asked for the password again. */
export async function endSession(page: Page, { app, staffUrl }: Pick<StartedPortal, 'app' | 'staffUrl'>): Promise<void> {
  if (!app) {
    const found = (await page.context().cookies()).find(({ name }) => name.endsWith('agent'));
    return page.context().clearCookies({ name: found?.name ?? 'agent' });
  }
  await app.evaluate(async ({ session }, url) => {
    const { cookies } = session.defaultSession;
    for (const { name } of await cookies.get({ url })) if (name.endsWith('agent')) await cookies.remove(url, name);
  }, staffUrl);
}

/** The same agent on another page, of Chromium; closed by the caller. */
export async function secondDesk(browser: Browser, page: Page, { app, staffUrl }: Pick<StartedPortal, 'app' | 'staffUrl'>): Promise<Page> {
  if (!app) return page.context().newPage();
  const cookies = await app.evaluate(({ session }, url) => session.defaultSession.cookies.get({ url }), staffUrl);
  const desk = await browser.newPage();
  await desk.context().addCookies(cookies.map(({ name, value }) => ({ name, value, httpOnly: true, secure: true, url: staffUrl.replace('http:', 'https:') })));
  return desk;
}

/** The address that `act` opens outside of the page: another tab, or the browser of the computer. Nobody goes there. */
export async function openedBeside(page: Page, { app }: Pick<StartedPortal, 'app'>, act: () => Promise<unknown>): Promise<string> {
  if (!app) {
    await page.evaluate(() => { window.open = (address) => { document.documentElement.dataset.opened = String(address); return null; }; });
    await act();
    const opened = (): Promise<string> => page.evaluate(() => document.documentElement.dataset.opened ?? '');
    await expect.poll(opened).not.toBe('');
    return opened();
  }
  const opened = await app.evaluateHandle(({ shell }) => ({ address: new Promise<string>((resolve) => { shell.openExternal = async (address) => resolve(address); }) }));
  await act();
  return opened.evaluate(({ address }) => address);
}
