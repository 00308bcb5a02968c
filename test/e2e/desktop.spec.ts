// Why: the promises of the window, kept by the real one: safe, portal up without it and after a crash, nothing left after quitting.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { answers, enterAsFirstAgent, firstScreen, staffAddress, test, type DesktopApp } from './desktop-app.ts';
import { isAlive } from './real-window.ts';

test('opens on the staff interface', async ({ desktop: { page } }) => {
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
  await expect(page).toHaveTitle(/portail des factures/i);
});

test('every window is sandboxed and has no Node', async ({ desktop: { app, page } }) => {
  await page.waitForURL(staffAddress);
  await page.evaluate(() => void open('/files/invoices/1'));
  await expect.poll(() => preferences(app)).toHaveLength(2);
  for (const each of await preferences(app)) {
    expect(each).toMatchObject({ sandbox: true, contextIsolation: true, webSecurity: true, nodeIntegration: false, webviewTag: false });
  }
  expect(await windowsThatKnowTheShell(app)).toBe(1);
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
});

test('goes nowhere else; the portal opens in the browser, and another site once the person has read which', async ({ desktop: { app, page, portalUrl } }) => {
  await page.waitForURL(staffAddress);
  const home = page.url();
  const opened = await recordOpenedAddresses(app);
  const leave = async (address: string): Promise<void> => {
    await page.evaluate((url) => void open(url), address);
    await page.evaluate((url) => {
      location.href = url;
    }, address);
  };
  for (const address of [`${portalUrl}/factures`, 'http://evil.example/', 'mailto:a@exemple.fr']) await leave(address);
  await expect.poll(opened).toEqual([`${portalUrl}/factures`, `${portalUrl}/factures`]);
  const question = 'Ouvrir exemple.fr dans le navigateur\u00a0?';
  const refused = await answerDialogs(app, 1);
  await page.evaluate(() => void open('https://exemple.fr/'));
  await expect.poll(refused).toEqual([question]);
  const agreed = await answerDialogs(app, 0);
  await page.evaluate(() => { location.href = 'https://exemple.fr/aide'; });
  await expect.poll(agreed).toEqual([question]);
  await expect.poll(opened).toEqual([`${portalUrl}/factures`, `${portalUrl}/factures`, 'https://exemple.fr/aide']);
  const told = await answerDialogs(app, 0);
  await app.evaluate(({ shell }) => { shell.openExternal = () => Promise.reject(new Error('no browser')); });
  await leave('https://exemple.fr/');
  await expect.poll(told).toEqual(expect.arrayContaining([question, 'Le navigateur de cet ordinateur ne s’est pas ouvert.']));
  expect(page.url()).toBe(home);
  expect(await preferences(app)).toHaveLength(1);
});

test('only the staff interface, in its top frame, may call the shell', async ({ desktop: { app, page } }) => {
  await page.waitForURL(staffAddress);
  expect(await page.evaluate(() => window.desktop?.appVersion())).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await page.evaluate(() => Object.keys(window.desktop ?? {}))).toEqual(['appVersion', 'openPortal', 'quit', 'readPreferences', 'changePreferences', 'readUpdates', 'askUpdates', 'onMenu']);
  expect(await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    return frame.contentWindow && 'desktop' in frame.contentWindow;
  })).toBe(false);
  await app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.loadURL('app://portail/panne'));
  await page.waitForURL('app://portail/panne');
  await expect(page.evaluate(() => window.desktop?.appVersion())).rejects.toThrow('Refused');
});

test('what this computer does for the portal is chosen, and the shell takes nothing else', async ({ desktop: { app, page } }, info) => {
  await page.waitForURL(staffAddress);
  const change = (changes: unknown) => page.evaluate((each) => window.desktop?.changePreferences(each as object), changes);
  await expect(firstScreen(page)).toBeVisible();
  await expect(change({ startsWithSession: true })).rejects.toThrow('Refused');
  await expect(page.evaluate(() => window.desktop?.askUpdates('look'))).rejects.toThrow('Refused');
  await enterAsFirstAgent(page);
  expect(await page.evaluate(() => window.desktop?.readPreferences())).toEqual({ startsWithSession: false, keepsAwake: false });
  expect(await change({ startsWithSession: true })).toEqual({ startsWithSession: true, keepsAwake: false });
  expect(await change({ keepsAwake: true })).toEqual({ startsWithSession: true, keepsAwake: true });
  expect(await app.evaluate(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0) || powerSaveBlocker.isStarted(1))).toBe(true);
  const entry = info.outputPath('profil', 'autostart', 'portail-des-factures.desktop');
  expect(readFileSync(entry, 'utf8')).toContain('"--hidden"');
  for (const refused of [{ startsWithSession: 'oui' }, { command: true }, null, 'x']) await expect(change(refused)).rejects.toThrow('Refused');
  await change({ startsWithSession: false, keepsAwake: false });
  expect(existsSync(entry)).toBe(false);
});

test('the menu zooms, shows the keys and locks; the portal opens in the browser', async ({ desktop: { app, page, portalUrl } }) => {
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
  await enterAsFirstAgent(page);
  const choose = (...labels: string[]) => app.evaluate(({ Menu, BrowserWindow }, path) => {
    const [first, ...rest] = path;
    const item = rest.reduce((found, label) => found?.submenu?.items.find((each) => each.label === label), Menu.getApplicationMenu()?.items.find((each) => each.label === first));
    if (!item) throw new Error(`no such entry: ${path.join(' > ')}`);
    item.click(undefined, BrowserWindow.getAllWindows()[0], BrowserWindow.getAllWindows()[0]?.webContents);
  }, labels);
  const zoom = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomLevel());
  await choose('Affichage', 'Agrandir');
  await expect.poll(zoom).toBeGreaterThan(0);
  await choose('Affichage', 'Taille normale');
  await expect.poll(zoom).toBe(0);
  await choose('Affichage', 'Réduire');
  await expect.poll(zoom).toBeLessThan(0);
  await choose('Affichage', 'Taille normale');
  const opened = await recordOpenedAddresses(app);
  await choose('Portail', 'Ouvrir le portail');
  await expect.poll(async () => (await opened()).map((address) => new URL(address).origin)).toEqual([portalUrl]);
  await choose('Aide', 'Raccourcis clavier');
  await expect(page.getByRole('dialog', { name: 'Raccourcis clavier' })).toBeVisible();
  await choose('Portail', 'Verrouiller');
  await expect(page.getByRole('heading', { name: 'Fenêtre verrouillée' })).toBeVisible();
  await choose('Aide', 'Raccourcis clavier');
  await expect(page.getByRole('dialog', { name: 'Raccourcis clavier' })).toBeHidden();
});

test('the window remembers where it was left', async ({ desktop: { app, page } }, info) => {
  await page.waitForURL(staffAddress);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 30, width: 1000, height: 650 }));
  const kept = () => {
    const [file] = readdirSync(info.outputPath('profil'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('fenetre.json'));
    return file ? JSON.parse(readFileSync(info.outputPath('profil', file), 'utf8')) : null;
  };
  await expect.poll(kept).toMatchObject({ width: 1000, height: 650, isMaximized: false });
});

test('closing the window keeps the portal up; starting again shows the window', async ({ desktop }) => {
  const { app, page, portalUrl, startAgain, serverPids } = desktop;
  await page.waitForURL(staffAddress);
  const [pid] = await serverPids();
  const said = await answerDialogs(app);
  await closeWindow(desktop);
  await expect.poll(said).toEqual(['Le portail reste ouvert aux habitants.']);
  expect(await answers(portalUrl)).toBe(true);
  expect(await startAgain()).toBe(0);
  await expect.poll(() => isShown(app)).toBe(true);
  expect(await serverPids()).toEqual([pid]);
  await closeWindow(desktop);
  expect(await said()).toHaveLength(1);
});

test('a page that crashes is opened again', async ({ desktop: { app, page } }) => {
  await page.waitForURL(staffAddress);
  const home = new URL(page.url()).origin;
  const crashed = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    const pid = contents.getOSProcessId();
    contents.forcefullyCrashRenderer();
    return pid;
  });
  const isBack = () => app.evaluate(({ BrowserWindow }, { home: origin, crashed: former }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    return ![0, former].includes(contents.getOSProcessId()) && !contents.isCrashed() && !contents.isLoading() && contents.getURL().startsWith(origin);
  }, { home, crashed });
  await expect.poll(isBack).toBe(true);
});

test('speaks French, whatever the machine', async ({ desktop: { page } }) => {
  await page.waitForURL(staffAddress);
  expect(await page.evaluate(() => navigator.language)).toMatch(/^fr/);
});

test('quitting warns, then stops the server and frees the port', async ({ desktop: { app, shell, page, portalUrl, serverPids } }) => {
  await page.waitForURL(staffAddress);
  const [pid] = await serverPids();
  await answerDialogs(app);
  const quit = page.evaluate(() => window.desktop?.quit()).catch(() => undefined);
  await expect.poll(() => isAlive(shell.pid) || isAlive(pid), { timeout: 6_000 }).toBe(false);
  expect(await answers(portalUrl)).toBe(false);
  await quit;
});

test('staying is the other answer', async ({ desktop: { app, page, portalUrl } }) => {
  await page.waitForURL(staffAddress);
  const said = await answerDialogs(app, 1);
  await page.evaluate(() => window.desktop?.quit());
  expect(await said()).toEqual(['Le portail ne sera plus accessible aux habitants.']);
  expect(await answers(portalUrl)).toBe(true);
});

test('the server does not outlive a killed shell', async ({ desktop: { shell, page, serverPids } }) => {
  await page.waitForURL(staffAddress);
  const [pid] = await serverPids();
  shell.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
});

test('at the end of a session of Windows, the server has closed its data before the program is ended', async ({ desktop: { app, shell, page, serverPids }, dataFolder }) => {
  await page.waitForURL(staffAddress);
  const [pid] = await serverPids();
  const journal = () => readdirSync(dataFolder).filter((name) => name.endsWith('-wal'));
  expect(journal()).toHaveLength(1);
  // What Windows tells the window, which on this system nobody tells.
  void app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('session-end')).catch(() => undefined);
  await expect.poll(() => isAlive(shell.pid) || isAlive(pid), { timeout: 10_000 }).toBe(false);
  expect(journal()).toEqual([]);
});

test.describe('with a data folder that cannot be written', () => {
  test.use({
    dataFolder: async ({ dataFolder }, use) => {
      const file = join(dirname(dataFolder), 'fichier');
      writeFileSync(file, '');
      await use(join(file, 'donnees'));
    },
  });

  test('says so in the window, and tries again when asked', async ({ desktop: { app, shell, page } }) => {
    await expect(page.getByRole('alert')).toContainText('n’est pas accessible en écriture');
    await page.getByRole('link', { name: 'Redémarrer' }).click();
    await expect(page.getByRole('alert')).toContainText('n’est pas accessible en écriture');
    await answerDialogs(app);
    await page.getByRole('link', { name: 'Quitter' }).click();
    await expect.poll(() => isAlive(shell.pid)).toBe(false);
  });
});

test.describe('with a base that cannot be read', () => {
  test.use({
    dataFolder: async ({ dataFolder }, use) => {
      mkdirSync(dataFolder);
      writeFileSync(join(dataFolder, 'portail.sqlite'), 'ceci n’est pas une base, '.repeat(500));
      await use(dataFolder);
    },
  });

  test('exports a diagnostic, then puts the data aside to take a backup over', async ({ desktop: { app, page }, dataFolder }, info) => {
    await expect(page.getByRole('alert')).toContainText('est abîmée ou illisible');
    const said = await answerDialogs(app);
    const file = info.outputPath('diagnostic.txt');
    await app.evaluate(({ dialog, shell }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      shell.showItemInFolder = () => undefined;
    }, file);
    await follow(app, 'Exporter le diagnostic…');
    await expect.poll(said).toEqual(['Le diagnostic est enregistré.']);
    expect(readFileSync(file, 'utf8')).toMatch(/Le portail des factures \d.+Electron \d[\s\S]+SQLITE_NOTADB[\s\S]+state not opened/);
    await page.screenshot({ path: info.outputPath('panne.png') });
    await follow(app, 'Restaurer une sauvegarde…');
    await page.waitForURL(staffAddress);
    await expect(page.getByRole('button', { name: /Reprendre depuis une sauvegarde/ })).toBeVisible();
    expect(await said()).toHaveLength(2);
    const [aside] = readdirSync(join(dataFolder, 'mis-de-cote'));
    expect(readFileSync(join(dataFolder, 'mis-de-cote', aside!, 'portail.sqlite'), 'utf8')).toContain('ceci n’est pas une base');
  });
});

test('data deleted while the portal is open: the window says so, nothing takes their place, and they are found again when they come back', async ({ desktop: { page, portalUrl }, dataFolder }) => {
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
  renameSync(dataFolder, `${dataFolder} ailleurs`);
  await expect(page.getByRole('alert')).toContainText('a disparu, ou ne contient plus la base', { timeout: 15_000 });
  await page.getByRole('link', { name: 'Redémarrer' }).click();
  await expect(page.getByRole('alert')).toContainText('a disparu, ou ne contient plus la base');
  expect([existsSync(dataFolder), await answers(portalUrl)]).toEqual([false, false]);
  renameSync(`${dataFolder} ailleurs`, dataFolder);
  await page.getByRole('link', { name: 'Redémarrer' }).click();
  await page.waitForURL(staffAddress);
  expect(await answers(portalUrl)).toBe(true);
});

test.describe('with a port that another program holds', () => {
  test.use({ isPortHeld: true });

  test('names it, offers another, and opens with it', async ({ desktop: { page, portalUrl } }) => {
    const port = new URL(portalUrl).port;
    await expect(page.getByRole('alert')).toContainText(`Le port ${port} est déjà utilisé`);
    const offer = page.getByRole('link', { name: /^Utiliser le port \d+$/ });
    const otherPort = (await offer.innerText()).replace(/\D/g, '');
    await offer.click();
    await page.waitForURL(staffAddress);
    await expect(firstScreen(page)).toBeVisible();
    expect(await answers(`http://127.0.0.1:${otherPort}/connexion`)).toBe(true);
  });
});

/** A link that leads nowhere, which the shell turns into an act: Playwright would wait for its page for ever. */
function follow(app: ElectronApplication, name: string): Promise<void> {
  return app.evaluate(({ BrowserWindow }, label) =>
    BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(`[...document.links].find((link) => link.textContent === ${JSON.stringify(label)}).click()`) as Promise<void>, name);
}

function preferences(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ webContents }) => {
    // Electron has it, its types do not.
    return { ...(webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences() };
  }));
}

async function windowsThatKnowTheShell(app: ElectronApplication): Promise<number> {
  const known = await app.evaluate(({ BrowserWindow }) => Promise.all(
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.executeJavaScript("'desktop' in globalThis") as Promise<boolean>),
  ));
  return known.filter(Boolean).length;
}

function isShown(app: ElectronApplication): Promise<boolean | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
}

async function closeWindow({ app }: DesktopApp): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => isShown(app)).toBe(false);
}

/** Nobody is there to click: dialogs answer by themselves. Gives what they said. */
async function answerDialogs(app: ElectronApplication, response = 0): Promise<() => Promise<string[]>> {
  const said = await app.evaluateHandle(({ dialog }, answer) => {
    const messages: string[] = [];
    dialog.showMessageBox = (...args: unknown[]) => {
      messages.push((args.at(-1) as { message: string }).message);
      return Promise.resolve({ response: answer, checkboxChecked: false });
    };
    return messages;
  }, response);
  return () => said.jsonValue();
}

async function recordOpenedAddresses(app: ElectronApplication): Promise<() => Promise<string[]>> {
  const opened = await app.evaluateHandle(({ shell }) => {
    const addresses: string[] = [];
    shell.openExternal = (address) => Promise.resolve(void addresses.push(address));
    return addresses;
  });
  return () => opened.jsonValue();
}
