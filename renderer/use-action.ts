// Why: a button that asks something of the server is busy meanwhile, and says what went wrong beside it.
import { computed, ref } from 'vue';
import { ApiError, sentenceOf } from './api.ts';

const isField = (path: string, name: string) => path === name || path.endsWith(`.${name}`);

export function useAction() {
  const isBusy = ref(false);
  const sentence = ref('');
  /** Fields of the form that show their own fault. */
  const shown = new Set<string>();
  const fields = ref<Record<string, string>>({});

  const isSaidBeside = (path: string, said: string) => said === sentence.value && [...shown].some((name) => isField(path, name));
  /** What went wrong, unless the field that it is about says it already. */
  const problem = computed(() => (Object.entries(fields.value).some(([path, said]) => isSaidBeside(path, said)) ? '' : sentence.value));

  /** Runs `work` unless it is already running; answers whether it succeeded. */
  async function run(work: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    sentence.value = '';
    fields.value = {};
    try {
      await work();
      return true;
    } catch (error) {
      sentence.value = sentenceOf(error);
      if (error instanceof ApiError) fields.value = error.fields;
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  /** Another question is asked: what went wrong with the former one is no longer said. */
  function forget(): void {
    sentence.value = '';
    fields.value = {};
  }

  /** The sentence of a field, found by the end of its path: 'name' finds 'settings.commune.name'. */
  function fault(name: string): string {
    shown.add(name);
    const found = Object.entries(fields.value).find(([path]) => isField(path, name));
    return found?.[1] ?? '';
  }

  return { isBusy, problem, run, fault, forget };
}
