// Writes the demonstration's files again, from nothing, always the same. `npm run demo:generate`
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demonstrationFiles } from './demonstration/files.ts';

const target = fileURLToPath(new URL('../resources/demonstration', import.meta.url));
const files = await demonstrationFiles();
rmSync(target, { recursive: true, force: true });
for (const [path, content] of files) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), content);
}
const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
process.stdout.write(`${files.size} fichiers, ${Math.round(bytes / 1000)} ko\u00a0: ${target}\n`);
