// Why: the PDFs of the invoices, kept under the fingerprint of their content: written once, never changed.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertOutsideTransaction } from '../transaction-scope.ts';

export const largestPdf = 10 * 1024 * 1024;

/** Path of a document below the data folder: two levels, so that no folder grows too large. */
export function documentPath(dataFolder: string, sha256: string): string {
  return join(dataFolder, 'documents', sha256.slice(0, 2), `${sha256}.pdf`);
}

/** True when the bytes begin and end as a PDF does. */
export function looksLikePdf(content: Buffer): boolean {
  const head = content.subarray(0, 1_024).indexOf('%PDF-');
  const tail = content.subarray(Math.max(0, content.length - 2_048)).indexOf('%%EOF');
  return head >= 0 && tail >= 0;
}

/**
 * Keeps the content and answers its SHA-256; it is on the disk when this resolves.
 * @throws NodeJS.ErrnoException ENOSPC, EACCES…
 */
export async function storeDocument(dataFolder: string, content: Buffer): Promise<string> {
  assertOutsideTransaction('writing a document');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const path = documentPath(dataFolder, sha256);
  if (await isStored(path, content.length)) return sha256;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return sha256;
}

/** Makes the names of these documents survive a power cut, as their content already does. */
export async function syncDocumentFolders(dataFolder: string, sha256s: string[]): Promise<void> {
  assertOutsideTransaction('syncing folders');
  if (process.platform === 'win32' || sha256s.length === 0) return;
  const folders = new Set(sha256s.map((sha256) => dirname(documentPath(dataFolder, sha256))));
  for (const folder of [...folders, join(dataFolder, 'documents')]) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function isStored(path: string, bytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== bytes) return false;
  // Looks young again, so that the nightly cleaning does not take it before the import records it.
  await utimes(path, new Date(), new Date());
  return true;
}

/** @throws NodeJS.ErrnoException ENOENT when the file has been taken away. */
export function readWholeDocument(dataFolder: string, sha256: string): Promise<Buffer> {
  return readFile(documentPath(dataFolder, sha256));
}
