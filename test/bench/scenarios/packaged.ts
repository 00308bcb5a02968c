// The installed program: how soon it serves, what it costs when nobody looks, how it comes back when it is killed.
import { setTimeout as wait } from 'node:timers/promises';
import { closeWindowsOf } from '../close-windows.ts';
import { freshFolder, smallCommune } from '../communes.ts';
import { familyOf, isRunning, listeningSockets, orphansOf, proportionalMegabytes, serverOf, startPackaged, untilServing, type Packaged } from '../packaged.ts';
import { cpuSeconds, residentMegabytes } from '../processes.ts';
import { median } from '../rounds.ts';
import type { Scenario } from '../scenario.ts';

const settleMs = 15_000;
/** From just after it answers to well after: some kills fall while it still starts its jobs. */
const longestLifeMs = 4_000;

export const coldStart: Scenario = {
  title: 'Démarrage du programme installé, sur une base existante',
  async run({ rounds }) {
    const folder = await freshFolder(smallCommune);
    const opened: number[] = [];
    const serving: number[] = [];
    const painted: number[] = [];
    for (let round = 0; round < Math.max(rounds, 3); round += 1) {
      // Its first page is looked for in a start of its own: whoever looks slows it down.
      await during(await startPackaged(folder), async (program) => { opened.push(((await untilWindow(program)) - program.startedAt) / 1_000); });
      await during(await startPackaged(folder), async (program) => {
        serving.push(((await untilServing(program.portalUrl)) - program.startedAt) / 1_000);
        painted.push(((await untilPainted(program)) - program.startedAt) / 1_000);
      });
    }
    return [
      { label: 'Fenêtre peinte (elle dit que le portail s’ouvre)', value: median(opened), unit: 's', goal: { atMost: 2.5 } },
      { label: 'Le portail répond', value: median(serving), unit: 's', goal: { atMost: 3 } },
      { label: 'Le portail répond, au plus tard', value: Math.max(...serving), unit: 's' },
      { label: 'Écran de la mairie peint', value: median(painted), unit: 's' },
    ];
  },
};

export const idle: Scenario = {
  title: 'Au repos dans la barre des tâches, la fenêtre ouverte puis fermée',
  async run({ rounds }) {
    const program = await startPackaged(await freshFolder(smallCommune));
    await closeToTray(program);
    await wait(settleMs);
    const seconds = rounds > 1 ? 60 : 20;
    const family = familyOf(program.pid);
    const before = new Map(family.map((pid) => [pid, cpuSeconds(pid)]));
    await wait(seconds * 1_000);
    const used = family.reduce((sum, pid) => sum + (isRunning(pid) ? cpuSeconds(pid) - (before.get(pid) ?? 0) : 0), 0);
    const resident = family.reduce((sum, pid) => sum + (residentMegabytes(pid) || 0), 0);
    const proportional = family.reduce((sum, pid) => sum + proportionalMegabytes(pid), 0);
    await program.stop();
    return [
      { label: `Processeur, tous processus, sur ${seconds} s (100 % : un cœur)`, value: used / seconds, unit: '%', goal: { atMost: 0.01 } },
      { label: `Mémoire de ses ${family.length} processus, pages partagées comptées une fois (PSS)`, value: proportional, unit: 'Mo', goal: { atMost: 450 } },
      { label: 'Somme de leurs mémoires (RSS), pages partagées comptées à chaque fois', value: resident, unit: 'Mo' },
    ];
  },
};

export const fiftyKills: Scenario = {
  title: 'Le serveur du programme installé, tué au hasard (kill -9)',
  async run({ rounds }) {
    const kills = rounds > 1 ? 50 : 10;
    const program = await startPackaged(await freshFolder(smallCommune));
    await untilServing(program.portalUrl);
    await untilPainted(program);
    const members = familyOf(program.pid);
    const doors = listeningSockets(members);
    const orphans = orphansOf(program.pid);
    const away: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      await wait(Math.random() * longestLifeMs);
      const pid = serverOf(program.pid);
      if (pid === undefined) throw new Error('no server to kill');
      process.kill(pid, 'SIGKILL');
      const killedAt = Date.now();
      while (isRunning(pid)) await wait(2);
      away.push(((await untilServing(program.portalUrl)) - killedAt) / 1_000);
    }
    await wait(2_000);
    const left = familyOf(program.pid);
    const doorsLeft = listeningSockets(left);
    const orphansLeft = orphansOf(program.pid);
    const shellEnd = await secondsToEnd(program, left);
    return [
      { label: `Absence du portail, médiane de ${kills}`, value: median(away), unit: 's' },
      { label: 'Absence du portail, la plus longue', value: Math.max(...away), unit: 's', goal: { atMost: 3 } },
      { label: 'Processus de plus qu’au départ', value: left.length - members.length, unit: '', goal: { atMost: 0 } },
      { label: 'Ports ouverts de plus qu’au départ', value: doorsLeft - doors, unit: '', goal: { atMost: 0 } },
      { label: 'Processus orphelins', value: orphansLeft - orphans, unit: '', goal: { atMost: 0 } },
      { label: 'Programme tué (kill -9) : dernier processus terminé', value: shellEnd, unit: 's', goal: { atMost: 5 } },
    ];
  },
};

/** As who has finished with it: the window was shown, it is closed, then the box that explains it the first time; the program goes on. */
async function closeToTray(program: Packaged): Promise<void> {
  await untilPainted(program);
  if ((await closeWindowsOf(program.pid, program.display)) === 0) throw new Error('no window to close');
  do await wait(500);
  while ((await closeWindowsOf(program.pid, program.display)) > 0);
}

async function during(program: Packaged, act: (program: Packaged) => Promise<void>): Promise<void> {
  await act(program).finally(() => program.stop());
}

/** The first page of the window, in milliseconds since 1970: it gives way to the staff interface once the server answers. */
async function untilWindow(program: Packaged): Promise<number> {
  const { page, browser } = await program.openWindow();
  const paintedAt = await page.waitForFunction(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return location.protocol === 'app:' && paint && performance.timeOrigin + paint.startTime;
  });
  const at = Number(await paintedAt.jsonValue());
  await browser.close();
  return at;
}

/** The staff interface, which comes after the page that says to wait; in ms since the epoch. Who begins to look just as the one gives way to the other sees nothing more: it looks again, for a minute. */
async function untilPainted(program: Packaged): Promise<number> {
  for (let tries = 0; tries < 12; tries += 1) {
    const { page, browser } = await program.openWindow();
    const isSeen = await page.getByRole('heading', { level: 1 }).and(page.locator('#app *')).waitFor({ timeout: 5_000 }).then(() => true, () => false);
    const paintedAt = isSeen ? await page.evaluate(() => performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)) : undefined;
    await browser.close();
    if (paintedAt !== undefined) return paintedAt;
  }
  throw new Error('the staff screen was never painted');
}

async function secondsToEnd({ pid }: Packaged, family: number[]): Promise<number> {
  process.kill(pid, 'SIGKILL');
  const killedAt = Date.now();
  while (family.some(isRunning)) await wait(10);
  return (Date.now() - killedAt) / 1_000;
}
