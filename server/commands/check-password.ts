// Applies the password policy in force, with the commune's name and the person's address.
import { commonPasswords } from '../crypto/common-passwords.ts';
import { passwordFault } from '../domain/password-policy.ts';
import { AppError } from '../errors.ts';
import { readSettings } from '../settings.ts';

export interface ChosenPassword { password: string; confirmation: string; email: string }

/** @throws AppError password_too_short, password_too_long, password_personal, password_common, password_mismatch */
export async function checkPassword({ password, confirmation, email }: ChosenPassword): Promise<void> {
  const { portal, commune } = await readSettings();
  const common = await commonPasswords();
  const fault = passwordFault(password, {
    minLength: portal.minPasswordLength, email, communeName: commune.name, isCommon: (word) => common.has(word),
  });
  if (fault) throw new AppError(fault, { min: portal.minPasswordLength }, 'password');
  if (password !== confirmation) throw new AppError('password_mismatch', {}, 'confirmation');
}
