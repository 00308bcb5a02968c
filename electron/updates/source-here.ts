// Why: a program that was installed believes the address and the keys that it was built with, and nothing else; one run from its sources may be given others, for its tests.
import { app } from 'electron';
import { isRealSource, updateSource, type UpdateSource } from './source.ts';

/** `configPath`: for electron-updater, which finds its own in an installed program. */
export function sourceHere(): (UpdateSource & { configPath?: string }) | undefined {
  if (app.isPackaged) return isRealSource(updateSource) ? updateSource : undefined;
  const given = process.env.PORTAIL_ESSAI_MISES_A_JOUR;
  return given ? (JSON.parse(given) as UpdateSource & { configPath: string }) : undefined;
}
