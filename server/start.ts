// Why: starts the whole server, in order, and stops it in the reverse order.
import { parkInterruptedMails } from './commands/deliver-mails.ts';
import { enterPaymentWorld } from './commands/enter-payment-world.ts';
import { failInterruptedPayments } from './commands/fail-interrupted-payments.ts';
import { makeLaunchKey } from './commands/open-workstation.ts';
import { fillSortKeys } from './commands/fill-sort-keys.ts';
import { ensureFirstRegie } from './commands/save-regie.ts';
import type { Config } from './config.ts';
import { takeDataFolder, watchDataFolder } from './data-folder.ts';
import { closeDatabase } from './db/database.ts';
import { proxyList } from './domain/client-address.ts';
import { AppError } from './errors.ts';
import { isServing } from './http/health.ts';
import { jobs } from './jobs/index.ts';
import { startJobs } from './jobs/scheduler.ts';
import { listen, requestsUnderWay } from './listener.ts';
import { log } from './log.ts';
import { openState } from './open-state.ts';
import { openPortal } from './portal-listener.ts';
import { placeRestored } from './restored-state.ts';
import { finishSetAside, setAside } from './set-aside.ts';
import { forgetSettings, overrideSettings, readSettings, watchSettings } from './settings.ts';
import { maySettings } from './staff/agent-at-window.ts';
import { createStaff } from './staff/app.ts';
import { countWork, type Work } from './staff/count-work.ts';

export interface RunningServer {
  portalUrl: string;
  /** Where residents, or this machine, find the portal now. */
  portalAddresses: () => Promise<string[]>;
  /** Calls it when they may have changed. */
  watchAddresses: (listener: () => void) => void;
  staffUrl: string;
  /** A key that opens one browser or window as a workstation. */
  newLaunchKey: () => Promise<string>;
  /** What waits for the secretary. */
  countWork: () => Promise<Work>;
  /** Whether the agent at the program's window may change settings. */
  maySettings: () => Promise<boolean>;
  /** The machine comes out of sleep: what is due is done now. */
  wake: () => void;
  /** Nobody waits for an answer. */
  isQuiet: () => boolean;
  /** Answers what made it useless, if that ever happens; it is then to be stopped. */
  lost: Promise<AppError>;
  /** Whether its data answer. */
  isServing: () => Promise<boolean>;
  stop: () => Promise<void>;
}

/** A whole portal is sent in one request, and kept as it comes. */
const longestRestoreMs = 6 * 3_600_000;

/** @throws AppError those of takeDataFolder, database_unreadable, database_too_recent, port_in_use, port_forbidden, portal_already_open, payments_are_play, payments_are_real */
export async function startServer(config: Config): Promise<RunningServer> {
  const { dataFolder } = config;
  const release = await takeDataFolder(dataFolder, config.isKnown);
  const closing: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await closeDatabase();
    await release();
  };
  try {
    finishSetAside(dataFolder);
    if (config.isSetAside) setAside(dataFolder, new Date());
    placeRestored(dataFolder);
    overrideSettings({ publicUrl: config.publicUrl, payfipUrl: config.payfipUrl });
    await readyState(dataFolder);
    const portal = await openPortal({ dataFolder, portalPort: config.portalPort, proxies: proxyList(config.trustedProxies) });
    closing.push(portal.close);
    overrideSettings({ publicUrl: config.publicUrl, payfipUrl: config.payfipUrl, defaultPublicUrl: portal.url() });
    /** Those who watch the settings hear of it again: what it listens at has changed too. */
    const reopenPortal = async (): Promise<void> => {
      await portal.reopen();
      forgetSettings();
    };
    let work = startJobs(jobs(dataFolder));
    closing.push(() => work.stop());
    let lose: (refusal: AppError) => void = () => undefined;
    const lost = new Promise<AppError>((resolve) => { lose = resolve; });
    let unwatch = watchDataFolder(dataFolder, lose);
    closing.push(async () => unwatch());
    const replaceState = async (): Promise<void> => {
      unwatch();
      await work.stop();
      await closeDatabase();
      placeRestored(dataFolder);
      await readyState(dataFolder);
      unwatch = watchDataFolder(dataFolder, lose);
      work = startJobs(jobs(dataFolder));
      await reopenPortal().catch((error: unknown) => log.error({ err: error }, 'portal not opened as the backup says'));
    };
    let staffPort = 0;
    const staff = createStaff({ dataFolder, port: () => staffPort, listensAt: portal.listensAt, portalChanged: reopenPortal, replaceState });
    const staffListener = await listen(staff.callback(), config.staffPort, { host: '127.0.0.1', longestRequestMs: longestRestoreMs });
    staffPort = staffListener.port;
    closing.push(staffListener.close);
    log.info({ portal: portal.url(), staffPort }, 'server started');
    return {
      portalUrl: portal.url(), staffUrl: `http://127.0.0.1:${staffPort}`, newLaunchKey: () => makeLaunchKey(new Date()), countWork: () => countWork(dataFolder, new Date()), maySettings: () => maySettings(new Date()), isServing: () => isServing(dataFolder), wake: () => work.wake(), isQuiet: () => requestsUnderWay() === 0, lost, stop,
      portalAddresses: async () => [...new Set([(await readSettings()).portal.publicUrl, ...portal.listensAt()])],
      watchAddresses: (listener) => {
        const unwatchSettings = watchSettings(listener);
        closing.push(async () => unwatchSettings());
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the state, and ends what a process that is gone had begun. */
async function readyState(dataFolder: string): Promise<void> {
  await openState(dataFolder);
  forgetSettings();
  await enterPaymentWorld((await readSettings()).payments.baseUrl, 'system');
  await ensureFirstRegie();
  await fillSortKeys();
  await parkInterruptedMails(new Date());
  await failInterruptedPayments();
}
