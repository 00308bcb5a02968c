// Why: who is at this screen. A session that ends locks the window over the current screen, so nothing typed is lost.
import { reactive } from 'vue';
import type { CurrentSessionDto } from '../server/contract/schemas.ts';
import { ApiError, call, launch, noteOpening, sentenceOf, watchRefusals } from './api.ts';

type Phase = 'starting' | 'blocked' | 'welcome' | 'login' | 'newPassword' | 'open';

export const session = reactive({
  phase: 'starting' as Phase,
  /** True while an open window waits for the agent to log in again. */
  isLocked: false,
  /** Locked by hand or by absence, rather than by a session that ended. */
  isLockWanted: false,
  /** A backup was taken over a moment ago: one logs in as before. */
  isTakenOver: false,
  /** What is typed is given up knowingly. */
  isLeaving: false,
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
  const former = session.current?.agent;
  // Another colleague comes to a locked window: nothing of the first one's screen is theirs.
  if (session.phase === 'open' && former && current.agent && former.id !== current.agent.id) return leaveScreen();
  session.current = current;
  if (current.needsFirstAgent) session.phase = 'welcome';
  else if (!current.agent) session.phase = 'login';
  else if (current.agent.mustChangePassword) session.phase = 'newPassword';
  else {
    session.phase = 'open';
    Object.assign(session, { isLocked: false, isLockWanted: false });
    session.openings += 1;
    noteOpening();
  }
}

/** Leaves nothing behind in this window: neither a screen nor what was typed. */
export async function logOut(): Promise<void> {
  await call('session.logout', {});
  leaveScreen();
}

function leaveScreen(): void {
  session.isLeaving = true;
  history.replaceState(null, '', location.pathname);
  location.reload();
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
