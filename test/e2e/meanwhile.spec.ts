// Two things that staff are told of and settle: what a colleague saved meanwhile, and mails that did not leave.
import { askStaff } from './ask-staff.ts';
import { commune, enterStaff, expect, test } from './portal-app.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('what a colleague saved of an announcement, a payer or a régie is shown, then one of the two is saved', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const told = page.getByRole('alert').filter({ hasText: `${commune.agent.name} a modifié cette page` });

  await page.goto(`${portal.staffUrl}/#/annonces`);
  await page.getByRole('button', { name: `Modifier ${commune.announcement.title}` }).click();
  const announcement = (await askStaff(page, 'announcements.list', {})).find(({ title }) => title === commune.announcement.title)!;
  await askStaff(page, 'announcements.save', { ...announcement, endsOn: '2099-12-31' });
  await page.getByRole('textbox', { name: 'Titre' }).fill('Cantine fermée');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(told).toBeVisible();
  await expect(page.getByText('Dernier jour : « 31/12/2099 » enregistré')).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Cantine fermée' })).toBeVisible();

  await page.goto(`${portal.staffUrl}/#/redevables`);
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Détail du redevable' });
  await panel.getByRole('button', { name: 'Corriger…' }).first().click();
  const payerId = /redevables\/([^?]+)/.exec(page.url())?.[1] ?? '';
  const { payer } = await askStaff(page, 'payers.read', { payerId });
  await askStaff(page, 'payers.save', { payerId, name: payer.name, address: '9 rue Neuve' });
  await panel.getByLabel('Nom', { exact: true }).fill('Durand Jeanne');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(told).toBeVisible();
  await expect(panel.getByText('Adresse : « 9 rue Neuve » enregistré')).toBeVisible();
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(panel.getByRole('heading', { name: 'Durand Jeanne' })).toBeVisible();

  await page.goto(`${portal.staffUrl}/#/reglages/regies`);
  const [regie] = await askStaff(page, 'regies.list', {});
  await page.getByRole('button', { name: `Modifier ${regie!.name}` }).click();
  await askStaff(page, 'regies.save', { id: regie!.id, code: regie!.code, name: 'Repas de midi' });
  await page.getByLabel('Nom', { exact: true }).fill('Repas scolaires');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(told).toBeVisible();
  await expect(page.getByRole('row', { name: /Repas de midi/ })).toBeVisible();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('row', { name: /Repas scolaires/ })).toBeVisible();

  await page.getByRole('link', { name: 'Paiement en ligne de Repas scolaires' }).click();
  const configuration = { regieId: regie!.id, numcli: '006270', kind: 'regie', interface: 'service', stage: 'closed', allowsSeveral: false, minimumCents: 100, trialEmails: [] as string[], isActivatedElsewhere: false } as const;
  await page.getByLabel('Délai d’attente (minutes)').fill('50');
  await askStaff(page, 'regies.configure', { ...configuration, waitMinutes: 40 });
  const save = page.getByRole('button', { name: 'Enregistrer', exact: true }).first();
  await save.click();
  await expect(told).toBeVisible();
  await expect(page.getByText('Délai d’attente (minutes) : « 40 » enregistré, « 50 » dans votre saisie.')).toBeVisible();
  await save.click();
  await expect(told).toBeHidden();
  await expect.poll(async () => (await askStaff(page, 'regies.list', {})).map(({ waitMinutes }) => waitMinutes)).toContain(50);
});

test('mails that did not leave are no longer followed, one or all those shown', async ({ page, portal, browser }) => {
  portal.mails.behave((event) => (event.stage === 'recipient' ? { code: 550 } : undefined));
  const visitor = await browser.newPage();
  for (const { email } of commune.residents.slice(0, 2)) {
    await visitor.goto(`${portal.portalUrl}/mot-de-passe-oublie`);
    await visitor.getByRole('textbox').fill(email);
    await visitor.locator('main').getByRole('button').click();
    await visitor.waitForLoadState();
  }
  await visitor.close();
  await enterStaff(page, portal);
  await expect.poll(async () => (await askStaff(page, 'dashboard.read', {})).mailsFailed, { timeout: 30_000 }).toBe(2);
  await page.goto(`${portal.staffUrl}/#/courriels?etat=failed`);
  await page.getByRole('button', { name: /^Ne plus suivre ces 2\scourriels$/ }).click();
  await expect(page.getByText('Aucun courriel dans cet état')).toBeVisible();
  await page.getByRole('button', { name: 'Plus suivi' }).click();
  await expect(page.getByRole('button', { name: /^Renvoyer à / })).toHaveCount(2);
  await page.getByRole('button', { name: /^Renvoyer à / }).first().click();
  await expect.poll(async () => (await askStaff(page, 'dashboard.read', {})).mailsFailed, { timeout: 30_000 }).toBe(1);
  await page.getByRole('button', { name: 'Non remis' }).click();
  await page.getByRole('button', { name: /^Ne plus suivre le courriel à / }).click();
  await expect(page.getByText('Aucun courriel dans cet état')).toBeVisible();
  await page.goto(`${portal.staffUrl}/#/accueil`);
  await expect(page.getByText(/n’ont? pas été remis/)).toHaveCount(0);
});
