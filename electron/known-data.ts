// Why: a data folder that has held a portal and no longer does has been moved or unplugged: the program remembers it, so that no empty portal takes its place.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

const mark = () => join(app.getPath('userData'), 'donnees-connues');

export const isKnownData = (folder: string): boolean => existsSync(mark()) && readFileSync(mark(), 'utf8') === folder;

export function rememberData(folder: string): void {
  if (!isKnownData(folder)) writeFileSync(mark(), folder);
}
