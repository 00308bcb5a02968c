// Why: what a new version says of itself before it is installed: its part of docs/versions.md, as plain text.
import { readFileSync } from 'node:fs';

/** @throws Error when nothing was written for that version. */
export function releaseNotes(version: string): string {
  const parts = readFileSync(new URL('../../docs/versions.md', import.meta.url), 'utf8').split(/^## /m);
  const [title = '', ...lines] = parts.find((part) => part.split(/\s/)[0] === version)?.split('\n') ?? [];
  const notes = lines.join('\n').trim();
  if (!title || !notes) throw new Error(`Rien n’est écrit pour la version ${version} dans docs/versions.md.`);
  return notes;
}
