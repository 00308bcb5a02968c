// Why: a backup leaves the town hall on a key or a share. A passphrase seals it chunk by chunk (AES-256-GCM): what was cut, changed or put in another order is not read.
import { createCipheriv, createDecipheriv, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';
import { assertOutsideTransaction } from '../transaction-scope.ts';
import { ByteSource } from './byte-source.ts';

const magic = 'PORTAIL-SAUVEGARDE';
const format = 1;
const longestLine = 1_024;
export const chunkBytes = 64 * 1024;
const tagBytes = 16;
/** 64 MB and a fifth of a second a try. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 96 * 1024 * 1024 };

/** In clear at the head of the file: what is needed to open it, and by which version it was written. */
interface Head { format: number; schema: number; salt: string; nonce: string; check: string }
export interface Lock { head: string; key: Buffer; nonce: Buffer }

/** A new lock for a file whose database is at this version of the schema. */
export async function newLock(passphrase: string, schema: number): Promise<Lock> {
  const [salt, nonce] = [randomBytes(16), randomBytes(7)];
  const { key, check } = await derive(passphrase, salt);
  const head: Head = { format, schema, salt: salt.toString('base64url'), nonce: nonce.toString('base64url'), check: check.toString('base64url') };
  return { head: `${magic}\n${JSON.stringify(head)}\n`, key, nonce };
}

export async function* seal(plain: AsyncIterable<Buffer>, { head, key, nonce }: Lock): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  const source = new ByteSource(plain);
  for (let index = 0, isLast = false; !isLast; index += 1) {
    const chunk = await source.take(chunkBytes);
    isLast = await source.isAtEnd();
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(nonce, index, isLast)).setAAD(Buffer.from(head));
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * Reads the head. `latestSchema`: of this program.
 * @throws AppError backup_not_one, backup_too_recent, backup_passphrase_wrong
 */
export async function openLock(source: ByteSource, passphrase: string, latestSchema: number): Promise<Lock> {
  if ((await source.takeLine(magic.length + 1)) !== magic) throw new AppError('backup_not_one');
  const line = (await source.takeLine(longestLine)) ?? '';
  const head = readHead(line);
  if (head.format > format || head.schema > latestSchema) throw new AppError('backup_too_recent');
  const { key, check } = await derive(passphrase, Buffer.from(head.salt, 'base64url'));
  const kept = Buffer.from(head.check, 'base64url');
  if (kept.length !== check.length || !timingSafeEqual(kept, check)) throw new AppError('backup_passphrase_wrong', {}, 'passphrase');
  return { head: `${magic}\n${line}\n`, key, nonce: Buffer.from(head.nonce, 'base64url') };
}

/** What was sealed. @throws AppError backup_damaged when it was cut or changed */
export async function* unseal(source: ByteSource, { head, key, nonce }: Lock): AsyncGenerator<Buffer> {
  for (let index = 0, isLast = false; !isLast; index += 1) {
    const chunk = await source.take(chunkBytes + tagBytes);
    isLast = await source.isAtEnd();
    if (chunk.length < tagBytes) throw new AppError('backup_damaged');
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(nonce, index, isLast)).setAAD(Buffer.from(head));
    decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
    try {
      yield Buffer.concat([decipher.update(chunk.subarray(0, chunk.length - tagBytes)), decipher.final()]);
    } catch {
      throw new AppError('backup_damaged');
    }
  }
}

/** The file's own, the number of the chunk, whether it is the last: none is ever used twice with one key. */
function nonceOf(own: Buffer, index: number, isLast: boolean): Buffer {
  const counter = Buffer.alloc(5);
  counter.writeUInt32BE(index);
  counter.writeUInt8(isLast ? 1 : 0, 4);
  return Buffer.concat([own, counter], 12);
}

function readHead(line: string): Head {
  try {
    const { format: written, schema, salt, nonce, check }: Partial<Record<keyof Head, unknown>> = JSON.parse(line);
    if (typeof written === 'number' && typeof schema === 'number' && typeof salt === 'string' && typeof nonce === 'string' && typeof check === 'string') return { format: written, schema, salt, nonce, check };
  } catch {
    // Said below.
  }
  throw new AppError('backup_damaged');
}

function derive(passphrase: string, salt: Buffer): Promise<{ key: Buffer; check: Buffer }> {
  assertOutsideTransaction('deriving a key');
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC').trim(), salt, 48, cost, (error, derived) => (error ? reject(error) : resolve({ key: derived.subarray(0, 32), check: derived.subarray(32) })));
  });
}
