// Why: the six-digit codes of an authenticator application (RFC 6238, SHA-1, 30 seconds), and the ways to replace it.
import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { isSame } from './tokens.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Without the letters and digits that are taken for one another. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';
const stepMs = 30_000;
/** A telephone may be a little slow or fast: the code before and the code after are taken too. */
const tolerance = 1;

/** 160 bits, as the RFC recommends, in base32. */
export const newTotpSecret = (): string => [...randomBytes(20).toString('hex').matchAll(/.{10}/g)].map(([hex]) => base32Of(hex)).join('');

/** Five bytes in hexadecimal → eight letters. */
function base32Of(hex: string): string {
  const bits = [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  return bits.replace(/.{5}/g, (five) => base32[Number.parseInt(five, 2)] ?? '');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code of one step of thirty seconds since 1970. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export const totpStep = (now: Date): number => Math.floor(now.getTime() / stepMs);

/** The step whose code this is, later than the last one accepted; null when there is none. */
export function matchingStep({ secret, code, now, lastStep }: { secret: string; code: string; now: Date; lastStep: number | null }): number | null {
  const steps = Array.from({ length: 2 * tolerance + 1 }, (_, index) => totpStep(now) - tolerance + index);
  return steps.find((step) => step > (lastStep ?? 0) && isSame(totpCode(secret, step), code)) ?? null;
}

/** What the QR code says to the application. */
export function totpUri({ secret, email, issuer }: { secret: string; email: string; issuer: string }): string {
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

const randomWord = (length: number) => Array.from({ length }, () => readable[randomInt(readable.length)]).join('');

/** « k7mf-x2qp-9dwh-t4rn »: 79 random bits that one can read over the telephone. */
export const newReadableSecret = (): string => Array.from({ length: 4 }, () => randomWord(4)).join('-');
