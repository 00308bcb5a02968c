// Why: what opens over any screen, from the bar, the menu or the keyboard.
import { ref } from 'vue';

export const isSearchOpen = ref(false);
export const areShortcutsOpen = ref(false);
