// Why: the key of the data folder: encrypts the secrets of the settings and signs the forms.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

let masterKey: Buffer | undefined;
/** By purpose: deriving costs more than the signature that every page carries. */
const derivedKeys = new Map<string, Buffer>();

/** Reads `<dataFolder>/cle`, or makes it (mode 600) for a new folder. */
export function openKeyFile(dataFolder: string): void {
  const file = join(dataFolder, 'cle');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flush: true });
  masterKey = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  derivedKeys.clear();
  if (masterKey.length !== 32) throw new Error('the key file is damaged');
}

/** A key for one purpose, derived from the key file. */
export function derivedKey(purpose: string): Buffer {
  if (!masterKey) throw new Error('the key file is not open');
  const derived = derivedKeys.get(purpose) ?? Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32));
  derivedKeys.set(purpose, derived);
  return derived;
}

/** AES-256-GCM: `v1.<nonce>.<tag>.<cipher>`, base64url. */
export function encryptSecret(secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derivedKey('settings'), nonce);
  const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), encrypted].map((part) => part.toString('base64url'))].join('.');
}

/** Null when the secret was encrypted with another key (data folder moved without its key file). */
export function decryptSecret(encrypted: string): string | null {
  const [, nonce = '', tag = '', text = ''] = encrypted.split('.');
  try {
    const decipher = createDecipheriv('aes-256-gcm', derivedKey('settings'), Buffer.from(nonce, 'base64url'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
