// Why: what a colleague has saved since a page was read is shown beside what is typed, before one of them is lost.
import { quoted } from '../server/contract/format.ts';
import { ApiError } from './api.ts';

export const isChangedMeanwhile = (error: unknown): boolean => error instanceof ApiError && error.code === 'settings_changed_meanwhile';

export type FieldLabels<T> = { [Field in keyof T]?: { label: string; words?: (value: T[Field]) => string } };

/** One sentence for each of these fields that differs. */
export function differencesIn<T extends object>(labels: FieldLabels<T>, saved: T, typed: T): string[] {
  return (Object.keys(labels) as (keyof T)[]).flatMap((field) => {
    const { label, words = plain } = labels[field] ?? { label: '' };
    const [theirs, mine] = [words(saved[field]), words(typed[field])];
    return theirs === mine ? [] : [`${label}\u00a0: ${shown(theirs)} enregistré, ${shown(mine)} dans votre saisie.`];
  });
}

const plain = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'oui' : 'non') : String(value ?? ''));
const shown = (text: string): string => (text === '' ? 'rien' : quoted(text));
