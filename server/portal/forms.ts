// Why: a form that is refused comes back as it was typed, each sentence beside its field.
import type { Context } from 'koa';
import { AppError } from '../errors.ts';
import { checkForm } from '../http/csrf.ts';
import { setRefusal } from '../http/errors.ts';
import { readForm, type Form } from '../http/form-body.ts';
import type { FormView } from './views.ts';

export const emptyForm: FormView = { values: {}, errors: {} };

/** Reads a form of the portal. @throws AppError form_expired, form_unreadable, form_too_large */
export async function readPortalForm(ctx: Context): Promise<Form> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new AppError('form_expired');
  const form = await readForm(ctx);
  checkForm(ctx, form._csrf);
  return form;
}

const neverShownAgain = ['_csrf', 'password', 'confirmation', 'current', 'link'];

/** The view of a refused form; anything but a refusal goes on to the sink. */
export function refusedForm(ctx: Context, form: Form, error: unknown): FormView {
  if (!(error instanceof AppError)) throw error;
  setRefusal(ctx, error);
  const values = Object.fromEntries(Object.entries(form).filter(([name]) => !neverShownAgain.includes(name)));
  return { values, errors: { [error.field]: error.sentence } };
}
