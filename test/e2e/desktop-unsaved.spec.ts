// « Actualiser » and « Quitter » of the real window say that what is typed would be lost; staying keeps it, and quitting still quits.
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { createFirstAgent } from './ask-staff.ts';
import { answers, test } from './desktop-app.ts';
import { isAlive } from './real-window.ts';

test.slow();

test('what is typed is not lost by the menu without a word', async ({ desktop: { app, page, shell, portalUrl } }) => {
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\//);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await createFirstAgent(page);
  await page.reload();
  // Else the test itself would answer.
  page.on('dialog', () => undefined);
  const dialogs = await answerDialogs(app);
  const phone = page.getByLabel('Téléphone');
  await openContact(page);
  const loaded = page.waitForEvent('load');
  await choose(app, 'Affichage', 'Actualiser');
  await loaded;
  expect(await dialogs.said()).toEqual([]);

  await openContact(page);
  await phone.click();
  await phone.fill('05 61 00 00 00');
  await dialogs.answer(1);
  await choose(app, 'Affichage', 'Actualiser');
  await expect.poll(dialogs.said).toEqual([expect.stringMatching(/^Actualiser sans enregistrer/)]);
  await dialogs.answer(0, 1);
  await choose(app, 'Portail', 'Quitter');
  await expect.poll(dialogs.said).toEqual([expect.stringMatching(/^Actualiser/), expect.stringContaining('plus accessible'), expect.stringMatching(/^Quitter sans enregistrer/)]);
  await expect(phone).toHaveValue('05 61 00 00 00');
  expect(await answers(portalUrl)).toBe(true);

  await dialogs.answer(0);
  await choose(app, 'Affichage', 'Actualiser');
  await expect(phone).toHaveValue('', { timeout: 20_000 });
  await phone.click();
  await phone.fill('05 61 00 00 01');
  await choose(app, 'Portail', 'Quitter');
  await expect.poll(() => isAlive(shell.pid), { timeout: 8_000 }).toBe(false);
});

async function openContact(page: Page): Promise<void> {
  await page.evaluate(() => { location.hash = '#/reglages/contact'; });
  await expect(page.getByLabel('Téléphone')).toHaveValue('');
}

const choose = (app: ElectronApplication, menu: string, label: string) => app.evaluate(({ Menu }, [first, second]) => {
  const item = Menu.getApplicationMenu()?.items.find((each) => each.label === first)?.submenu?.items.find((each) => each.label === second);
  if (!item) throw new Error(`no such entry: ${second}`);
  item.click();
}, [menu, label]);

/** Nobody is there to click: dialogs answer by themselves, and keep what they said. */
async function answerDialogs(app: ElectronApplication) {
  const kept = await app.evaluateHandle(({ dialog }) => {
    const state = { responses: [0], said: [] as string[] };
    dialog.showMessageBox = (...args: unknown[]) => {
      const { message, detail } = args.at(-1) as { message: string; detail: string };
      state.said.push(`${message} ${detail}`);
      const response = (state.responses.length > 1 ? state.responses.shift() : state.responses[0]) ?? 0;
      // A person needs a moment, which Chromium uses to keep the page that it was about to leave.
      return new Promise((resolve) => setTimeout(resolve, 300, { response, checkboxChecked: false }));
    };
    return state;
  });
  return {
    said: async () => (await kept.jsonValue()).said,
    /** One after the other; the last one goes on. */
    answer: (...responses: number[]) => kept.evaluate((state, chosen) => { state.responses = chosen; }, responses),
  };
}
