// A data folder with its database open in this process, and neither listener nor job: for commands alone.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { ensureFirstRegie } from '../../server/commands/save-regie.ts';
import type { Settings } from '../../server/contract/schemas.ts';
import { closeDatabase } from '../../server/db/database.ts';
import { openState } from '../../server/open-state.ts';
import { forgetSettings } from '../../server/settings.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Answers the folder and how to close and remove it. */
export async function openFolder(patch: Partial<Settings> = {}): Promise<{ dataFolder: string; close: () => Promise<void> }> {
  const dataFolder = temporaryFolder();
  await openState(dataFolder);
  forgetSettings();
  await ensureFirstRegie();
  if (Object.keys(patch).length > 0) await updateSettings({ actor: 'test', patch });
  return {
    dataFolder,
    async close() {
      await closeDatabase();
      forgetSettings();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Names of the files in the store, whatever their folder. */
export function storedDocuments(dataFolder: string): string[] {
  return readdirSync(join(dataFolder, 'documents'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map((each) => each.name);
}
