// Why: the new versions of the program, where the window runs in it; what waits is on the dashboard, the rest in its settings.
import { computed, onBeforeUnmount, shallowRef } from 'vue';
import type { UpdateAct, UpdateState } from '../electron/desktop-api.ts';
import type { Right } from '../server/contract/rights.ts';
import { formatDay } from '../server/contract/format.ts';
import { todayInFrance } from './announcement-stage.ts';
import { hrefOf } from './router.ts';
import type { Todo } from './todos.ts';

const everyMs = 1_000;
const day = 24 * 3_600_000;
const oldAfter = 30 * day;

export function useUpdates() {
  const state = shallowRef<UpdateState>();
  const isBusy = computed(() => state.value !== undefined && !['idle', 'later', 'ready'].includes(state.value.step));
  const read = async (): Promise<void> => { state.value = await window.desktop?.readUpdates(); };
  const ask = async (act: UpdateAct): Promise<void> => { state.value = await window.desktop?.askUpdates(act); };
  const timer = setInterval(() => { if (isBusy.value) void read(); }, everyMs);
  onBeforeUnmount(() => clearInterval(timer));
  void read();
  return { state, isBusy, ask };
}

/** One at most. */
export function updateTodos(state: UpdateState | undefined, may: (right: Right) => boolean, now = new Date()): Todo[] {
  const todo = state && !state.off && may('settings') ? updateTodo(state, now) : null;
  return todo ? [todo] : [];
}

function updateTodo(state: UpdateState, now: Date): Todo | null {
  const place = { key: 'update', needs: 'settings', action: 'Voir la mise à jour', href: hrefOf('reglages', 'poste') } as const;
  const { offer, step, checkedAt } = state;
  if (offer && step === 'ready') return { ...place, tone: 'info', title: `La version ${offer.version} du portail est prête`, why: state.isForTonight ? 'Elle sera installée cette nuit, si cet ordinateur est allumé.' : 'Elle s’installe en quelques minutes, quand vous le voulez.' };
  // One that did not do here is not offered again: its place is in the settings.
  if (offer && step === 'idle' && state.problem) return { ...place, tone: 'warn', title: `La version ${offer.version} du portail n’a pas pu être préparée`, why: state.problem };
  if (!checkedAt || now.getTime() - Date.parse(checkedAt) < oldAfter) return null;
  return { ...place, tone: 'warn', title: 'Le portail ne trouve plus ses mises à jour', why: `Leur serveur n’a pas répondu depuis le ${formatDay(todayInFrance(new Date(checkedAt)))}. Elles corrigent aussi des failles de sécurité.` };
}
