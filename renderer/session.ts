// Why: who is at this screen. A session that ends locks the window over the current screen, so nothing typed is lost.
import { reactive } from 'vue';
import type { CurrentSessionDto } from '../server/contract/schemas.ts';
import { ApiError, call, launch, sentenceOf, watchRefusals } from './api.ts';

type Phase = 'starting' | 'blocked' | 'welcome' | 'login' | 'open';

export const session = reactive({
  phase: 'starting' as Phase,
  /** True while an open window waits for the agent to log in again. */
  isLocked: false,
  current: null as CurrentSessionDto | null,
  problem: '',
  /** Counts the logins: what failed for want of a session is loaded again. */
  openings: 0,
});

/** Uses the launch key of the address, if any, then asks who is logged in. */
export async function startSession(): Promise<void> {
  watchRefusals(heedRefusal);
  session.problem = '';
  const launchProblem = await useLaunchKey();
  try {
    adoptSession(await call('session.current', {}));
  } catch (error) {
    const isUnknown = error instanceof ApiError && error.code === 'workstation_unknown';
    session.problem = isUnknown && launchProblem ? launchProblem : sentenceOf(error);
    session.phase = 'blocked';
  }
}

export function adoptSession(current: CurrentSessionDto): void {
  session.current = current;
  if (current.needsFirstAgent) session.phase = 'welcome';
  else if (!current.agent) session.phase = 'login';
  else {
    session.phase = 'open';
    session.isLocked = false;
    session.openings += 1;
  }
}

/** Leaves nothing behind in this window: neither a screen nor what was typed. */
export async function logOut(): Promise<void> {
  await call('session.logout', {});
  location.replace(location.pathname);
  location.reload();
}

/** Leaves the session but not the screen: what was typed waits behind the login. */
export async function lock(): Promise<void> {
  await call('session.logout', {});
  session.isLocked = true;
}

function heedRefusal(code: string): void {
  if (code === 'agent_required' && session.phase === 'open') session.isLocked = true;
}

/** Answers the sentence of a refused key. The key leaves the address in every case. */
async function useLaunchKey(): Promise<string | null> {
  const key = /^#cle=(.+)$/.exec(location.hash)?.[1];
  if (!key) return null;
  history.replaceState(null, '', location.pathname);
  return launch(decodeURIComponent(key)).then(() => null, sentenceOf);
}
