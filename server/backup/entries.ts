// Why: what a backup holds, one entry after the other: its manifest, the key file, the drafts' lists, the PDFs, the database.
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { largestPdf, storeDocument } from '../documents/document-store.ts';
import { AppError } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

/** What is shown before anything is taken over. */
export const manifestSchema = z.object({ madeAt: z.iso.datetime(), commune: z.string(), invoices: z.number().int(), payers: z.number().int(), agents: z.number().int(), documents: z.number().int(), bytes: z.number() });
export type Manifest = z.infer<typeof manifestSchema>;

interface Entry { name: string; bytes: number }
const manifestName = 'manifeste.json';
const databaseName = 'portail.sqlite';
const endName = 'fin';
const largestInMemory = 1024 * 1024;
const documentName = /^documents\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\.pdf$/;
const otherNames = /^(cle|portail\.sqlite|imports\/[A-Za-z0-9_-]{1,64}\.csv)$/;

/** `onBytes` hears of what has been read. @throws NodeJS.ErrnoException */
export async function* packEntries(dataFolder: string, { manifest, databaseFile }: { manifest: Manifest; databaseFile: string }, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const content = Buffer.from(JSON.stringify(manifest));
  yield headOf({ name: manifestName, bytes: content.length });
  yield content;
  let documents = 0;
  for await (const { name, path } of filesOf(dataFolder, databaseFile)) {
    const { size } = await stat(path);
    yield headOf({ name, bytes: size });
    if (name.startsWith('documents/')) documents += 1;
    for await (const part of contentOf(path, size)) {
      onBytes(part.length);
      yield part;
    }
  }
  yield headOf({ name: endName, bytes: documents });
}

/** How much there is to send, for the person who waits. */
export async function measureFiles(dataFolder: string, databaseFile: string): Promise<{ documents: number; bytes: number }> {
  const found = { documents: 0, bytes: 0 };
  for await (const { name, path } of filesOf(dataFolder, databaseFile)) {
    found.bytes += (await stat(path)).size;
    if (name.startsWith('documents/')) found.documents += 1;
  }
  return found;
}

export async function readManifest(source: ByteSource): Promise<Manifest> {
  const { name, bytes } = await readHead(source);
  const parsed = name === manifestName ? manifestSchema.safeParse(parse((await source.take(bytes)).toString('utf8'))) : null;
  if (!parsed?.success) throw new AppError('backup_damaged');
  return parsed.data;
}

/** Writes every entry that follows the manifest below `folder`; each PDF must have the fingerprint of its name. @throws AppError backup_damaged */
export async function unpackEntries(source: ByteSource, folder: string, onBytes: (bytes: number) => void): Promise<void> {
  let documents = 0;
  for (let entry = await readHead(source); entry.name !== endName || entry.bytes !== documents; entry = await readHead(source)) {
    const [, , sha256] = documentName.exec(entry.name) ?? [];
    if (sha256) {
      const content = await source.take(Math.min(entry.bytes, largestPdf + 1));
      if (content.length !== entry.bytes || (await storeDocument(folder, content)) !== sha256) throw new AppError('backup_damaged');
      documents += 1;
    } else if (otherNames.test(entry.name)) await writeEntry(source, join(folder, entry.name), entry.bytes);
    else throw new AppError('backup_damaged');
    onBytes(entry.bytes);
  }
  if (!(await source.isAtEnd())) throw new AppError('backup_damaged');
}

function headOf(entry: Entry): Buffer {
  const text = Buffer.from(JSON.stringify(entry));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}

async function readHead(source: ByteSource): Promise<Entry> {
  const length = await source.take(4);
  const size = length.length === 4 ? length.readUInt32BE() : 0;
  const parsed = z.object({ name: z.string().max(200), bytes: z.number().int().min(0) }).safeParse(parse((await source.take(Math.min(size, 1_024))).toString('utf8')));
  if (!parsed.success) throw new AppError('backup_damaged');
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function* filesOf(dataFolder: string, databaseFile: string): AsyncGenerator<{ name: string; path: string }> {
  yield { name: 'cle', path: join(dataFolder, 'cle') };
  for (const name of await readdir(join(dataFolder, 'imports'))) {
    if (otherNames.test(`imports/${name}`)) yield { name: `imports/${name}`, path: join(dataFolder, 'imports', name) };
  }
  for (const folder of await readdir(join(dataFolder, 'documents'))) {
    for (const file of await readdir(join(dataFolder, 'documents', folder))) {
      const name = `documents/${folder}/${file}`;
      if (documentName.test(name)) yield { name, path: join(dataFolder, name) };
    }
  }
  yield { name: databaseName, path: databaseFile };
}

/** Exactly `size` bytes: a file that has grown or shrunk meanwhile stops the backup. */
async function* contentOf(path: string, size: number): AsyncGenerator<Buffer> {
  let read = 0;
  const parts: AsyncIterable<Buffer> | Buffer[] = size <= largestInMemory ? [await readFile(path)] : createReadStream(path, { highWaterMark: 256 * 1024 });
  for await (const part of parts) {
    read += part.length;
    yield part;
  }
  if (read !== size) throw new Error(`${path} has changed while it was being saved`);
}

async function writeEntry(source: ByteSource, path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0;) {
      const part = await source.take(Math.min(left, 256 * 1024));
      if (part.length === 0) throw new AppError('backup_damaged');
      await file.write(part);
      left -= part.length;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}
