// Makes, once a run, the migrated database that every test copies; it is a file, as in life.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { closeDatabase, databaseFileName, openDatabase } from '../../server/db/database.ts';

export default async function setup(project: TestProject): Promise<() => void> {
  process.env.PORTAIL_LOG ??= 'silent';
  const folder = mkdtempSync(join(tmpdir(), 'portail-modele-'));
  await openDatabase(folder);
  await closeDatabase();
  project.provide('templateDatabase', join(folder, databaseFileName));
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  export interface ProvidedContext {
    templateDatabase: string;
  }
}
