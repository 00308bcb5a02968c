// Apart from the whole server: a test of the commands alone does not load it.
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { databaseFileName } from '../../server/db/database.ts';

/** A folder with an empty migrated database. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portail-essai-'));
  copyFileSync(inject('templateDatabase'), join(folder, databaseFileName));
  return folder;
}
