// Why: what this screen prefers, kept in this browser alone. A cookie, because the window's address changes port at each start and storage would not follow.
import { ref } from 'vue';

export const appearances = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof appearances)[number];
export const appearanceNames: Record<Appearance, string> = { system: 'Comme l’ordinateur', light: 'Clair', dark: 'Sombre' };

export const appearance = ref<Appearance>(appearances.find((each) => each === readPreference('apparence')) ?? 'system');
/** « ? » and « / » alone; some voice and keyboard aids need them off. */
export const hasSingleKeys = ref(readPreference('touches') !== 'non');

export function chooseAppearance(chosen: Appearance): void {
  appearance.value = chosen;
  keep('apparence', chosen);
}

export function allowSingleKeys(allowed: boolean): void {
  hasSingleKeys.value = allowed;
  keep('touches', allowed ? 'oui' : 'non');
}

function keep(name: string, text: string): void {
  document.cookie = `${name}=${text}; Path=/; Max-Age=31536000; SameSite=Strict`;
}

function readPreference(name: string): string | undefined {
  return globalThis.document?.cookie.split('; ').find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}
