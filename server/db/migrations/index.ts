// Why: the list of migrations, in order. A released one never changes; a new one is appended.
import { sql as foundation } from './0001-foundation.ts';

export interface Migration { version: number; name: string; sql: string }

export const migrations: Migration[] = [
  { version: 1, name: 'foundation', sql: foundation },
];
