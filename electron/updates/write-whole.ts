// Why: a small file that a power cut leaves as it was or as it is to be.
import { renameSync, rmSync, writeFileSync } from 'node:fs';

export function writeWhole(file: string, text: string): void {
  try {
    writeFileSync(`${file}.part`, text, { flush: true, mode: 0o600 });
    renameSync(`${file}.part`, file);
  } finally {
    rmSync(`${file}.part`, { force: true });
  }
}
