// Why: what the search shows while one types: at once what the window knows, a moment later what the server finds.
import { computed, ref, shallowRef, watch } from 'vue';
import type { SearchResultDto } from '../server/contract/schemas.ts';
import { call, sentenceOf } from './api.ts';
import { firstGroups, foundGroups, ownGroups, type Entry, type Group } from './search-entries.ts';

const pauseOfTyping = 180;
const mostRecent = 5;
/** Chosen since the window opened; nothing of it is written anywhere. */
const recent = shallowRef<Entry[]>([]);

export function useSearch(close: () => void) {
  const text = ref('');
  const answer = shallowRef<{ text: string; results: SearchResultDto[] }>({ text: '', results: [] });
  const problem = ref('');
  const active = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitsForAnswer = false;

  const asked = computed(() => text.value.trim());
  const isBusy = computed(() => asked.value !== '' && answer.value.text !== asked.value && !problem.value);
  const groups = computed<Group[]>(() => (asked.value ? merge(asked.value) : firstGroups(recent.value)));
  const entries = computed(() => groups.value.flatMap((group) => group.entries));

  /** A number or a name first; an action first when nothing else has its words. */
  function merge(typed: string): Group[] {
    const found = foundGroups(answer.value.text === typed ? answer.value.results : [], typed);
    const own = ownGroups(typed);
    return answer.value.results.length > 0 ? [...found, ...own] : [...own, ...found];
  }

  watch(asked, () => {
    clearTimeout(timer);
    active.value = 0;
    problem.value = '';
    waitsForAnswer = false;
    if (asked.value) timer = setTimeout(() => void ask(), pauseOfTyping);
  });

  async function ask(): Promise<void> {
    const typed = asked.value;
    try {
      const { results } = await call('search.global', { text: typed });
      if (typed === asked.value) answer.value = { text: typed, results };
    } catch (error) {
      if (typed === asked.value) problem.value = sentenceOf(error);
    }
    if (waitsForAnswer && typed === asked.value) choose(entries.value[0]);
  }

  function choose(entry: Entry | undefined): void {
    if (!entry) return;
    recent.value = [entry, ...recent.value.filter(({ key }) => key !== entry.key)].slice(0, mostRecent);
    close();
    entry.run();
  }

  /** Enter before the answer waits for it, unless a line was chosen. */
  function enter(): void {
    if (!isBusy.value || active.value > 0) return choose(entries.value[active.value]);
    clearTimeout(timer);
    waitsForAnswer = true;
    void ask();
  }

  function move(by: number): void {
    const count = entries.value.length;
    if (count > 0) active.value = (active.value + by + count) % count;
  }

  return { text, asked, groups, entries, active, isBusy, problem, choose, enter, move };
}
