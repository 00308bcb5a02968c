// Why: what is said beside a field whose schema gives no sentence of its own: nobody at the town hall reads the English of a library.
import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const units: Record<string, string> = { string: '\u00a0caractères' };
const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Given to every `safeParse` of what a person typed: `schema.safeParse(typed, { error: faultOfInput })`. */
export function faultOfInput(issue: Issue): string {
  if (isNothing(issue.input)) return 'à remplir';
  if (issue.code === 'too_small') return bound(issue.minimum, issue.origin, 'au moins');
  if (issue.code === 'too_big') return bound(issue.maximum, issue.origin, 'au plus');
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'date attendue';
  if (issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int')) return issue.expected === 'int' ? 'nombre entier attendu' : 'nombre attendu';
  if (issue.code === 'invalid_value') return 'choix inconnu';
  return 'saisie incorrecte';
}

const bound = (limit: number | bigint, origin: string, word: string): string => `${limit.toLocaleString('fr-FR')}${units[origin] ?? ''} ${word}`;
