// Why: what waits for the secretary reaches her when the window is closed: by the clock, on the icon, and in a notification that opens the screen.
import type { ElectronApplication } from '@playwright/test';
import { formatCount } from '../../server/contract/format.ts';
import { askStaff } from './ask-staff.ts';
import { commune, enter, enterStaff, expect, plain, test } from './portal-app.ts';

test.use({ shell: 'window' });

interface Told { tips: string[]; menus: string[]; badges: number[]; notifications: string[] }

/** The desktop of the tests has neither notifications nor a place for badges: what it is asked is kept, the last notification to be clicked. */
async function listen(app: ElectronApplication): Promise<{ told(): Promise<Told>; click(): Promise<void> }> {
  const heard = await app.evaluateHandle(({ app: shell, Notification, Tray }) => {
    const told: Told = { tips: [], menus: [], badges: [], notifications: [] };
    const clicks: (() => void)[] = [];
    Tray.prototype.setToolTip = (tip) => void told.tips.push(tip);
    Tray.prototype.setContextMenu = (menu) => void told.menus.push(menu?.items[0]?.label ?? '');
    shell.setBadgeCount = (count = 0) => told.badges.push(count) > 0;
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      clicks.push(() => this.emit('click'));
      told.notifications.push(`${this.title} : ${this.body}`);
    };
    return { told, click: () => clicks.at(-1)?.() };
  });
  return { told: () => heard.evaluate(({ told }) => told), click: () => heard.evaluate(({ click }) => void click()) };
}

test('a message that comes while the window is closed is told, and opened by a click', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  await enterStaff(page, portal);
  const app = portal.app!;
  const { told, click } = await listen(app);
  const isShown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  // The first time it is closed, it says that the portal goes on.
  await app.evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect.poll(isShown).toBe(false);

  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl, commune.residents[0]);
  await visitor.goto(`${portal.portalUrl}/contact`);
  await visitor.getByLabel('Objet').fill('Une question');
  await visitor.getByLabel('Message', { exact: true }).fill('Bonjour');
  await visitor.getByRole('button', { name: 'Envoyer' }).click();
  await expect(visitor.getByRole('status')).toContainText('Votre message est bien parti.');
  await visitor.close();
  // The mail that carries it must have left: killed while it sends, the server would not know, and would have that looked at as well.
  await expect.poll(() => askStaff(page, 'mails.list', { page: 1, pageSize: 1 })).toMatchObject({ items: [{ state: 'sent' }] });
  // It counts every half minute, and as soon as it is there: a server that has just died need not be waited for.
  const [pid] = await app.evaluate(({ app: shell }) => shell.getAppMetrics().filter(({ name }) => name?.startsWith('Serveur')).map(({ pid: each }) => each));
  process.kill(pid!, 'SIGKILL');

  const plainly = async (): Promise<Told> => {
    const { tips, menus, badges, notifications } = await told();
    return { tips: tips.map(plain), menus: menus.map(plain), badges, notifications: notifications.map(plain) };
  };
  await expect.poll(plainly, { timeout: 60_000 }).toMatchObject({ notifications: ["Message d'un habitant : 1 nouveau message."] });
  await click();
  await expect.poll(isShown).toBe(true);
  await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeVisible();
  await expect(page.getByRole('article', { name: 'Une question' })).toBeVisible();

  await page.goto(`${portal.staffUrl}/#/accueil`);
  await expect(page.getByRole('heading', { level: 2, name: 'attend une réponse' })).toBeVisible();
  const count = await page.locator('li.todo').count();
  const shown = formatCount(count, 'chose à faire', 'choses à faire');
  await expect(page.getByText(shown, { exact: true })).toBeVisible();
  const tip = plain(`Le portail des factures est ouvert – ${shown}`);
  await expect(async () => {
    const { tips, menus, badges } = await plainly();
    expect(tips).toEqual(expect.arrayContaining(['Le portail des factures redémarre…', tip]));
    expect([menus.at(-1), badges.at(-1)]).toEqual([tip, count]);
  }).toPass({ timeout: 45_000 });
});
