// Why: the PDFs of the invoices, kept under the fingerprint of their content: written once, never changed.
import { createHash, randomBytes } from 'node:crypto';
import { close, open as openFile, read } from 'node:fs';
import { mkdir, open, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isSystemError } from '../errors.ts';
import { assertOutsideTransaction } from '../transaction-scope.ts';

export const largestPdf = 10 * 1024 * 1024;
const foldersAtOnce = 16;
const openDescriptor = promisify(openFile);
const readDescriptor = promisify(read);
const closeDescriptor = promisify(close);

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
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await openNew(temporary);
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
  const folders = [...new Set(sha256s.map((sha256) => dirname(documentPath(dataFolder, sha256)))), join(dataFolder, 'documents')];
  const syncNext = async (): Promise<void> => {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) await syncFolder(folder);
  };
  await Promise.all(Array.from({ length: foldersAtOnce }, syncNext));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folder only when it is missing, which happens 256 times in a life. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx', 0o600);
  }
}

async function isStored(path: string, bytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== bytes) return false;
  // Looks young again, so that the nightly cleaning does not take it before the import records it.
  await utimes(path, new Date(), new Date());
  return true;
}

/**
 * The whole content, whose length is known. Plain descriptors: node's FileHandle costs half as much again.
 * @throws NodeJS.ErrnoException ENOENT when the file has been taken away; Error when it has been cut.
 */
export async function readWholeDocument(dataFolder: string, { sha256, bytes }: { sha256: string; bytes: number }): Promise<Buffer> {
  const descriptor = await openDescriptor(documentPath(dataFolder, sha256), 'r');
  try {
    const { bytesRead, buffer } = await readDescriptor(descriptor, Buffer.allocUnsafeSlow(bytes), 0, bytes, 0);
    if (bytesRead !== bytes) throw new Error(`the document ${sha256} has ${bytesRead} bytes instead of ${bytes}`);
    return buffer;
  } finally {
    await closeDescriptor(descriptor);
  }
}
