// Why: what was made bears the locks that were asked for, on each system. `npx tsx build/package/check-fuses.ts PROGRAM…`
import { fileURLToPath } from 'node:url';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from './electron-builder.ts';

/** Each lock is one character of the program: « 0 » or « 1 ». */
const on = '1'.charCodeAt(0);
const off = '0'.charCodeAt(0);

/** Names of the locks that are not as asked for. */
export async function wrongFuses(program: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(program);
  const asked = Object.entries(fuses).map(([name, isOn]) => ({ name: `${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof typeof FuseV1Options, isOn }));
  return asked.filter(({ name, isOn }) => wire[FuseV1Options[name]] !== (isOn ? on : off)).map(({ name }) => name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const program of process.argv.slice(2)) {
    const wrong = await wrongFuses(program);
    process.stderr.write(`${program}: ${wrong.length > 0 ? `wrong ${wrong.join(', ')}` : 'locked'}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  }
  if (process.argv.length === 2) throw new Error('Which program?');
}
