// The window lets its links out to the portal wherever the settings say that it is found: the shell hears of it as soon as they change.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { destinationOf } from '../../electron/trusted-url.ts';
import type { Settings } from '../../server/contract/schemas.ts';
import { buildServer } from '../support/built-server.ts';
import { StaffBrowser } from '../support/staff-browser.ts';
import { supervise, type Supervised } from '../support/supervised-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
let supervised: Supervised;
beforeAll(async () => {
  await buildServer();
  folder = temporaryFolder();
  supervised = await supervise(folder);
  await vi.waitUntil(() => supervised.server.state === 'open', { timeout: 60_000 });
}, 120_000);
afterAll(async () => {
  await supervised.server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('by http at an address of the network, as soon as it is saved', async () => {
  const { server, portalUrl } = supervised;
  const { staffUrl, launchKey } = server.addresses!;
  const leads = (address: string) => destinationOf(address, server.addresses);
  expect([leads(`${portalUrl}/factures`), leads('http://192.168.77.10:8080/factures')]).toEqual(['browser', 'refused']);
  const staff = new StaffBrowser(staffUrl);
  await staff.launch(launchKey);
  await staff.logIn();
  const { settings } = await staff.call<{ settings: Settings }>('settings.read', {});
  const move = (portal: Partial<Settings['portal']>) => staff.call('settings.update', { patch: { portal: { ...settings.portal, ...portal } } });
  await move({ publicUrl: 'http://192.168.77.10:8080' });
  await expect.poll(() => leads('http://192.168.77.10:8080/factures')).toBe('browser');
  expect(leads(`${portalUrl}/factures`)).toBe('browser');
  await move({ publicUrl: 'http://portail.mairie.lan', exposure: 'local-network' });
  const { listensAt } = await staff.call<{ listensAt: string[] }>('settings.read', {});
  await expect.poll(() => [...listensAt, 'http://portail.mairie.lan', 'http://192.168.77.10:8080'].map(leads)).toEqual([...listensAt.map(() => 'browser'), 'browser', 'refused']);
});
