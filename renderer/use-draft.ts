// Why: a form that opens at a click opens by itself where something was left half written in it.
import { ref, shallowRef } from 'vue';
import type { Drafts } from './drafts.ts';

export function useDraft<T extends object>(drafts: Drafts<T>, name: string, start: () => T) {
  const isOpen = ref(drafts.isTyped(name));
  const typed = shallowRef(drafts.open(name, start));

  function open(): void {
    typed.value = drafts.open(name, start);
    isOpen.value = true;
  }

  /** Saved, or given up. */
  function close(): void {
    drafts.drop(name);
    isOpen.value = false;
  }

  return { isOpen, typed, open, close };
}
