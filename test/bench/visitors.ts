// Why: the load asks for what residents ask, each connection with the cookie of a household that has logged in through the form.
import { Browser } from '../support/browser.ts';
import { password } from '../support/household.ts';
import { documentedHouseholds, emailOf } from './communes.ts';
import { connections } from './scenario.ts';
import { cpuSeconds, run, type RunningChild, type ServingProcess } from './processes.ts';

export interface Target { path: string; cookie: string }
export interface Load { url: string; targets: Target[]; connections: number; seconds: number; mostRequests?: number }
/** Times in milliseconds. */
export interface LoadResult { requests: number; failed: number; seconds: number; p50: number; p99: number; slowest: number }
export interface Measure extends LoadResult { perSecond: number; cpuPerRequest: number }

export const invoicesPath = '/factures';

/** Logs in households of the commune; answers the page « Mes factures » of each. */
export async function logInHouseholds(url: string): Promise<Target[]> {
  const targets: Target[] = [];
  for (let household = 0; household < documentedHouseholds; household += 1) {
    const browser = new Browser(url);
    const answer = await browser.login(emailOf(household), password);
    if (answer.status !== 303) throw new Error(`login answered ${answer.status}`);
    targets.push({ path: invoicesPath, cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  }
  return targets;
}

/** The page of one household, as its browser receives it. */
export async function readPage(url: string, { path, cookie }: Target): Promise<string> {
  const answer = await new Browser(url).get(path, { Cookie: cookie });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text;
}

const longestWarmUp = 15;

/** Sends `requests` requests, or as many as it can in a quarter of a minute, without measuring. */
export async function warmUp(url: string, targets: Target[], requests: number): Promise<void> {
  await startLoad({ url, targets, seconds: longestWarmUp, mostRequests: requests }).result;
}

/** Starts the load in its own process. */
export function startLoad(load: Omit<Load, 'connections'>): RunningChild<LoadResult> {
  return run<LoadResult>('load-generator', [JSON.stringify({ ...load, connections } satisfies Load)]);
}

/** Loads a server for some seconds; the processor's time is that of the server's process alone, in milliseconds a request. */
export async function measure(server: ServingProcess, targets: Target[], seconds: number): Promise<Measure> {
  const before = cpuSeconds(server.pid);
  const result = await startLoad({ url: server.url, targets, seconds }).result;
  const cpu = cpuSeconds(server.pid) - before;
  if (result.failed > 0) throw new Error(`${result.failed} failed answers of ${server.url}`);
  return { ...result, perSecond: result.requests / result.seconds, cpuPerRequest: (cpu * 1_000) / result.requests };
}
