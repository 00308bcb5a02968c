// Why: the new versions of the program, where the window runs in it; what waits is on the dashboard, the rest in its settings.
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import type { UpdateAct, UpdateState } from '../electron/desktop-api.ts';
import type { Right } from '../server/contract/rights.ts';
import { formatDay } from '../server/contract/format.ts';
import { todayInFrance } from './announcement-stage.ts';
import { hrefOf } from './router.ts';
import type { Todo } from './todos.ts';

const everyMs = 1_000;

export function useUpdates() {
  const state = shallowRef<UpdateState>();
  const isBusy = computed(() => state.value !== undefined && !['idle', 'later', 'ready'].includes(state.value.step));
  const read = async (): Promise<void> => { state.value = await window.desktop?.readUpdates(); };
  const unanswered = ref('');
  const ask = async (act: UpdateAct): Promise<void> => {
    unanswered.value = '';
    try {
      state.value = await window.desktop?.askUpdates(act);
    } catch (error) {
      reportError(error);
      unanswered.value = 'Le portail est occupé, et n’a pas répondu. Réessayez dans un instant.';
    }
  };
  const timer = setInterval(() => { if (isBusy.value) void read(); }, everyMs);
  onBeforeUnmount(() => clearInterval(timer));
  void read();
  return { state, isBusy, unanswered, ask };
}

/** One at most. */
export function updateTodos(state: UpdateState | undefined, may: (right: Right) => boolean): Todo[] {
  return state && may('settings') ? wordWaiting(state) : [];
}

function wordWaiting({ waits, offer, isForTonight, problem, checkedAt }: UpdateState): Todo[] {
  const place = { key: 'update', action: 'Voir la mise à jour', href: hrefOf('reglages', 'poste') };
  if (waits === 'ready') return [{ ...place, tone: 'info', title: `La version ${offer?.version ?? ''} du portail est prête`, why: isForTonight ? 'Elle sera installée cette nuit, si cet ordinateur est allumé.' : 'Elle s’installe en quelques minutes, quand vous le voulez.' }];
  if (waits === 'failed') return [{ ...place, tone: 'warn', title: `La version ${offer?.version ?? ''} du portail n’a pas pu être préparée`, why: problem }];
  if (waits !== 'silent' || !checkedAt) return [];
  return [{ ...place, tone: 'warn', title: 'Le portail ne trouve plus ses mises à jour', why: `Leur serveur n’a pas répondu depuis le ${formatDay(todayInFrance(new Date(checkedAt)))}. Elles corrigent aussi des failles de sécurité.` }];
}
