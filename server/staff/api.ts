// Why: the dispatcher: finds the endpoint, checks who calls, checks what goes in and what comes out.
import type { Context } from 'koa';
import { z } from 'zod';
import { faultOfInput } from '../contract/input-faults.ts';
import type { Need } from '../contract/rights.ts';
import { staffApi, type EndpointName, type StaffAnswer } from '../contract/staff-api.ts';
import { AppError } from '../errors.ts';
import { readBody } from '../http/form-body.ts';
import { admit } from './admit.ts';
import type { Handler, Handlers, StaffCall } from './call.ts';
import { accountHandlers } from './handlers/account.ts';
import { agentHandlers } from './handlers/agents.ts';
import { announcementHandlers } from './handlers/announcements.ts';
import { backupHandlers } from './handlers/backups.ts';
import { dashboardHandlers } from './handlers/dashboard.ts';
import { importHandlers } from './handlers/imports.ts';
import { invoiceHandlers } from './handlers/invoices.ts';
import { invoiceActionHandlers } from './handlers/invoice-actions.ts';
import { journalHandlers } from './handlers/journal.ts';
import { mailHandlers } from './handlers/mails.ts';
import { messageHandlers } from './handlers/messages.ts';
import { payerHandlers } from './handlers/payers.ts';
import { paymentHandlers } from './handlers/payments.ts';
import { regieHandlers } from './handlers/regies.ts';
import { searchHandlers } from './handlers/search.ts';
import { sessionHandlers } from './handlers/session.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { setupHandlers } from './handlers/setup.ts';

const largestInput = 256 * 1024;

const handlers: Handlers = {
  ...sessionHandlers, ...agentHandlers, ...accountHandlers, ...journalHandlers, ...dashboardHandlers, ...settingsHandlers, ...backupHandlers, ...setupHandlers, ...importHandlers,
  ...invoiceHandlers, ...invoiceActionHandlers, ...mailHandlers, ...messageHandlers, ...announcementHandlers, ...regieHandlers, ...paymentHandlers, ...payerHandlers, ...searchHandlers,
};

/** @throws AppError not_found, form_expired (not JSON), form_unreadable, or those of `admit` and of the handler */
export async function answerCall(ctx: Context, name: string, call: StaffCall): Promise<void> {
  if (!isEndpoint(name)) throw new AppError('not_found');
  if (!ctx.is('application/json')) throw new AppError('form_expired');
  const endpoint = staffApi[name];
  const { needs } = endpoint;
  await admit(call, typeof needs === 'function' ? 'own' : needs);
  const parsed = endpoint.input.safeParse(await readJson(ctx), { error: faultOfInput });
  if (!parsed.success) return refuseInput(ctx, parsed.error);
  if (typeof needs === 'function') await admit(call, needs(parsed.data as never) as Need);
  const handler = handlers[name] as Handler<typeof name>;
  const value = endpoint.output.parse(await handler(parsed.data as never, call));
  ctx.body = { ok: true, value } satisfies StaffAnswer<unknown>;
}

const isEndpoint = (name: string): name is EndpointName => Object.hasOwn(staffApi, name);

async function readJson(ctx: Context): Promise<unknown> {
  const text = (await readBody(ctx, largestInput)).toString('utf8');
  try {
    return JSON.parse(text, plainText);
  } catch {
    throw new AppError('form_unreadable');
  }
}

/** An SQL text ends at NUL: no call holds one. */
function plainText(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\0')) throw new AppError('form_unreadable');
  return value;
}

function refuseInput(ctx: Context, error: z.ZodError): void {
  const refusal = new AppError('input_invalid');
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), issue.message]));
  ctx.status = refusal.status;
  ctx.body = { ok: false, code: refusal.code, message: refusal.sentence, fields } satisfies StaffAnswer<never>;
}
