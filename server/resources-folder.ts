// Why: finds the files shipped as they are, from the sources (tests) and from the built program alike.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this module that holds `package.json`. */
export const programFolder = findUp(dirname(fileURLToPath(import.meta.url)));
export const resourcesFolder = join(programFolder, 'resources');

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the folder of the program was not found');
  return findUp(parent);
}
