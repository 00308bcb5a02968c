// The codes of the telephone, against the vectors of RFC 6238 (appendix B, SHA-1, last six digits).
import { expect, test } from 'vitest';
import { matchingStep, newReadableSecret, newTotpSecret, totpCode, totpStep, totpUri } from '../../server/crypto/totp.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1_000);

test.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']])(
  'at %i seconds the code is %s', (seconds, code) => expect(totpCode(secret, totpStep(at(seconds)))).toBe(code),
);

test('a secret is 160 bits in base32, another each time', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  expect(newReadableSecret()).toMatch(/^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/);
});

test('a code is taken half a minute early or late, never twice, never an older one', () => {
  const now = at(1_234_567_890);
  const step = totpStep(now);
  const match = (offset: number, lastStep: number | null = null) => matchingStep({ secret, code: totpCode(secret, step + offset), now, lastStep });
  expect([-2, -1, 0, 1, 2].map((offset) => match(offset))).toEqual([null, step - 1, step, step + 1, null]);
  expect(match(0, step)).toBeNull();
  expect(match(-1, step)).toBeNull();
  expect(match(1, step)).toBe(step + 1);
  for (const code of ['', '12345', '1234567', 'abcdef']) expect(matchingStep({ secret, code, now, lastStep: null })).toBeNull();
});

test('the QR code says the secret, the address and whose it is', () => {
  expect(totpUri({ secret, email: 'a+b@exemple.test', issuer: 'Mairie de L’Île & Co' }))
    .toBe(`otpauth://totp/Mairie%20de%20L%E2%80%99%C3%8Ele%20%26%20Co:a%2Bb%40exemple.test?secret=${secret}&issuer=Mairie%20de%20L%E2%80%99%C3%8Ele%20%26%20Co`);
});
