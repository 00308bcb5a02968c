// Which passwords are refused, whatever the minimum length.
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { commonPasswords } from '../../server/crypto/common-passwords.ts';
import { longestPassword, passwordFault } from '../../server/domain/password-policy.ts';

let common: Set<string>;
beforeAll(async () => { common = await commonPasswords(); });

const fault = (password: string, changes: { minLength?: number; email?: string; communeName?: string } = {}) => passwordFault(password, {
  minLength: 8, email: 'marie.dupont82@exemple.fr', communeName: 'Mairie de Bessens', isCommon: (word) => common.has(word), ...changes,
});

test('every common password is refused, whatever the minimum length', () => {
  expect(common.size).toBeGreaterThan(20_000);
  const accepted = [...common].filter((word) => fault(word, { minLength: 1 }) === null);
  expect(accepted).toEqual([]);
});

describe('a password', () => {
  it.each([
    ['Bessens2026!', 'password_personal'], ['bessens', 'password_too_short'], ['MairieDeBessens', 'password_personal'], ['mairie31000', 'password_personal'],
    ['Facture2026', 'password_personal'], ['Dupont1975', 'password_personal'], ['marie.dupont82', 'password_personal'], ['marie.dupont82@exemple.fr', 'password_personal'],
    ['MARIEDUPONT', 'password_personal'], ['12345678', 'password_common'], ['azerty123', 'password_common'], ['Azertyuiop!', 'password_common'],
    ['motdepasse1', 'password_common'], ['aaaaaaaaaa', 'password_common'], ['abababababab', 'password_common'], ['Marseille13', 'password_common'],
    ['court', 'password_too_short'], ['', 'password_too_short'], ['parapluie-bleu-42', null], ['trois chats gris', null], ['  deux espaces  ', null], ['пароль-из-слов', null],
  ])('%j → %j', (password, expected) => expect(fault(password)).toBe(expected));

  it('has from the minimum to 128 characters, an emoji being one', () => {
    expect(fault('zqxj'.repeat(32))).toBe(null);
    expect(fault(`${'zqxj'.repeat(32)}k`)).toBe('password_too_long');
    expect(fault('🐈🐕🐇'.repeat(42) + '🐈🐕')).toBe(null);
    expect(fault('🐈🐕🐇'.repeat(43))).toBe('password_too_long');
    expect(fault('🐈🐕🐇🐎🐄🐑🐖')).toBe('password_too_short');
  });

  it('is judged as typed: « é » in one character or in two', () => {
    const composed = 'éàüöïzq';
    expect(fault(composed)).toBe('password_too_short');
    expect(fault(composed.normalize('NFD'))).toBe(null);
  });
});

test('is accepted if and only if it is long enough, not too long, not common and not personal', () => {
  const unit = fc.constantFrom(...'abcdefgzéœ019 !-_', '🐈', '\u0301');
  fc.assert(fc.property(fc.string({ unit, maxLength: 140 }), fc.integer({ min: 5, max: 20 }), (password, minLength) => {
    const length = [...password].length;
    const verdict = fault(password, { minLength });
    if (length < minLength) return verdict === 'password_too_short';
    if (length > longestPassword) return verdict === 'password_too_long';
    return verdict === null ? !common.has(password.toLowerCase()) : verdict === 'password_common' || verdict === 'password_personal';
  }), { numRuns: 5_000 });
});

test('a lookup takes no time', () => {
  const start = performance.now();
  for (let turn = 0; turn < 1_000; turn += 1) fault(`parapluie-bleu-${turn}`);
  expect(performance.now() - start).toBeLessThan(2_000);
});
