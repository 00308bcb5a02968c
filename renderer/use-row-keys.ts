// Why: a list is walked and selected with the keyboard alone: arrows, Space, Shift, Enter, page keys.
import { computed, nextTick, ref, type Ref } from 'vue';

export interface RowKeys {
  ids: () => string[];
  /** Undefined: nothing may be selected. */
  selected: Ref<string[] | undefined>;
  open: (index: number) => void;
  turnPage: (by: 1 | -1) => void;
  rows: () => HTMLElement[];
}

export function useRowKeys({ ids, selected, open, turnPage, rows }: RowKeys) {
  /** The one row that Tab reaches. */
  const active = ref(0);
  const reachable = computed(() => Math.min(active.value, Math.max(0, ids().length - 1)));
  let anchor = 0;

  function focusRow(index: number): void {
    active.value = Math.max(0, Math.min(index, ids().length - 1));
    void nextTick(() => rows()[active.value]?.focus());
  }

  function toggle(index: number, isRange = false): void {
    const chosen = new Set(selected.value);
    const isAdding = isRange || !chosen.has(ids()[index] ?? '');
    const [from, to] = isRange ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    for (const id of ids().slice(from, to + 1)) if (isAdding) chosen.add(id); else chosen.delete(id);
    if (!isRange) anchor = index;
    selected.value = [...chosen];
  }

  function toggleAll(isAdding: boolean): void {
    const page = ids();
    const others = (selected.value ?? []).filter((id) => !page.includes(id));
    selected.value = isAdding ? [...others, ...page] : others;
  }

  function move(to: number, isExtending: boolean): void {
    if (to < 0 || to >= ids().length) return;
    if (isExtending && selected.value) {
      if (!selected.value.includes(ids()[active.value] ?? '')) anchor = active.value;
      toggle(to, true);
    }
    focusRow(to);
  }

  function heed(event: KeyboardEvent): void {
    const { target, key, shiftKey, ctrlKey, metaKey } = event;
    if (!(target instanceof HTMLElement) || target.dataset.row === undefined) return;
    const isSelecting = selected.value !== undefined;
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(active.value + 1, shiftKey), ArrowUp: () => move(active.value - 1, shiftKey), Home: () => move(0, false), End: () => move(ids().length - 1, false),
      PageDown: () => turnPage(1), PageUp: () => turnPage(-1), Enter: () => open(active.value),
      ...(isSelecting ? { ' ': () => toggle(active.value, shiftKey) } : {}), ...(isSelecting && (ctrlKey || metaKey) ? { a: () => toggleAll(true) } : {}),
    };
    const act = acts[key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  return { active, reachable, focusRow, toggle, toggleAll, heed };
}
