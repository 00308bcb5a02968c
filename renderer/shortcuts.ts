// Why: the keys that work on every screen, told once for the keyboard and for the sheet that explains them.
import { areShortcutsOpen, isSearchOpen } from './overlays.ts';
import { places } from './places.ts';
import { hasSingleKeys } from './preferences.ts';
import { goTo, hrefOf } from './router.ts';
import { session } from './session.ts';

export interface Shortcut { keys: string[]; meaning: string }
export const shortcutGroups: { title: string; shortcuts: Shortcut[] }[] = [
  {
    title: 'Partout',
    shortcuts: [
      { keys: ['Ctrl', 'K'], meaning: 'Chercher un redevable, une facture, un paiement, un réglage ou une action' },
      { keys: ['Alt', `1 à ${places.length}`], meaning: 'Ouvrir un écran du menu, dans l’ordre' },
      { keys: ['Ctrl', 'Maj', 'L'], meaning: 'Verrouiller la fenêtre' }, { keys: ['/'], meaning: 'Chercher dans la liste affichée' }, { keys: ['?'], meaning: 'Montrer ces raccourcis' },
      { keys: ['Ctrl', '+'], meaning: 'Agrandir' }, { keys: ['Ctrl', '−'], meaning: 'Réduire' }, { keys: ['Ctrl', '0'], meaning: 'Taille normale' },
    ],
  },
  {
    title: 'Dans une liste',
    shortcuts: [
      { keys: ['↑', '↓'], meaning: 'Passer d’une ligne à l’autre' }, { keys: ['Entrée'], meaning: 'Ouvrir la ligne' }, { keys: ['Échap'], meaning: 'Fermer le détail' },
      { keys: ['Espace'], meaning: 'Choisir la ligne' }, { keys: ['Maj', '↑ ↓'], meaning: 'Choisir plusieurs lignes' }, { keys: ['Ctrl', 'A'], meaning: 'Choisir toute la page' },
      { keys: ['Page ↓', 'Page ↑'], meaning: 'Page suivante, page précédente' },
    ],
  },
];

export function heedShortcut(event: KeyboardEvent): void {
  if (session.isLocked || event.defaultPrevented) return;
  const act = actOf(event);
  if (!act) return;
  event.preventDefault();
  act();
}

function actOf({ key, code, ctrlKey, metaKey, altKey, target }: KeyboardEvent): (() => void) | null {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return () => { areShortcutsOpen.value = false; isSearchOpen.value = !isSearchOpen.value; };
  if (isSearchOpen.value || areShortcutsOpen.value) return null;
  const place = places[Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]) - 1];
  if (altKey && !ctrlKey && place) return () => goTo(hrefOf(place.screen));
  if (ctrlKey || metaKey || altKey || !hasSingleKeys.value || isTyping(target)) return null;
  if (key === '?') return () => { areShortcutsOpen.value = true; };
  const field = key === '/' ? document.querySelector<HTMLInputElement>('main [role=search] input') : null;
  return field ? () => field.focus() : null;
}

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
