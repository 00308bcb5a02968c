// Why: a file that a power cut leaves as it was or as it is to be.
import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export function writeWhole(file: string, text: string): void {
  try {
    writeFileSync(`${file}.part`, text, { flush: true, mode: 0o600 });
    renameSync(`${file}.part`, file);
  } finally {
    rmSync(`${file}.part`, { force: true });
  }
}

/** Copies `from` over `to`. `mode`: not for a disk that knows no rights. */
export function copyWhole(from: string, to: string, mode?: number): void {
  try {
    copyFileSync(from, `${to}.part`);
    if (mode !== undefined) chmodSync(`${to}.part`, mode);
    flush(`${to}.part`, 'r+');
    renameSync(`${to}.part`, to);
  } finally {
    rmSync(`${to}.part`, { force: true });
  }
}

/** On the disk for good; `r`: a folder. */
export function flush(path: string, how: 'r' | 'r+'): void {
  const opened = openSync(path, how);
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
