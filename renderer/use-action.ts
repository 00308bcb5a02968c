// Why: a button that asks something of the server is busy meanwhile, and says what went wrong beside it.
import { ref } from 'vue';
import { ApiError, sentenceOf } from './api.ts';

export function useAction() {
  const isBusy = ref(false);
  const problem = ref('');
  const fields = ref<Record<string, string>>({});

  /** Runs `work` unless it is already running; answers whether it succeeded. */
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    problem.value = '';
    fields.value = {};
    try {
      await work();
      return true;
    } catch (error) {
      problem.value = sentenceOf(error);
      if (error instanceof ApiError) fields.value = error.fields;
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  /** The sentence of a field, found by the end of its path: 'name' finds 'settings.commune.name'. */
  function fault(name: string): string {
    const found = Object.entries(fields.value).find(([path]) => path === name || path.endsWith(`.${name}`));
    return found?.[1] ?? '';
  }

  return { isBusy, problem, run, fault };
}
