// Why: every screen reads its data the same way: loading, then the value or a sentence; only the last answer counts.
import { ref, shallowRef, watch } from 'vue';
import { sentenceOf } from './api.ts';
import { isAway } from './reach.ts';
import { session } from './session.ts';

export function useLoad<T>(load: () => Promise<T>) {
  const value = shallowRef<T>();
  const problem = ref('');
  const isLoading = ref(true);
  let turn = 0;

  async function reload(): Promise<void> {
    const mine = ++turn;
    const { openings } = session;
    isLoading.value = true;
    try {
      const answer = await load();
      if (mine !== turn) return;
      value.value = answer;
      problem.value = '';
    } catch (error) {
      if (mine !== turn) return;
      // Refused for want of the session that has opened in the meantime.
      if (openings !== session.openings) return void reload();
      problem.value = sentenceOf(error);
    } finally {
      if (mine === turn) isLoading.value = false;
    }
  }

  watch([() => session.openings, isAway], () => { if (problem.value && !isAway.value) void reload(); });
  void reload();
  return { value, problem, isLoading, reload };
}
