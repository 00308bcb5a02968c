// What staff do of several invoices at once: shown before, done, followed, undone.
import { actOnInvoices } from '../../commands/act-on-invoices.ts';
import { actionProgress } from '../../commands/action-progress.ts';
import { countReaders } from '../../commands/tell-of-invoices.ts';
import { undoInvoiceAction } from '../../commands/undo-invoice-action.ts';
import { weighInvoices } from '../../commands/weigh-invoices.ts';
import { dayInFrance } from '../../domain/days.ts';
import { mostAtOnce } from '../../domain/invoice-action.ts';
import type { InvoiceActionDto, InvoiceScope } from '../../contract/schemas.ts';
import { AppError } from '../../errors.ts';
import { InvoiceAction } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { findInvoices, idsOfInvoices } from '../find-invoices.ts';
import { presentActions } from '../present-action.ts';

const latest = 20;

export const invoiceActionHandlers: Handlers<'invoices.previewAction' | 'invoices.act' | 'invoices.actionProgress' | 'invoices.undoAction' | 'invoices.actions'> = {
  'invoices.previewAction': async ({ kind, scope }, { now }) => {
    const { changing, changingCents, total, totalCents, left } = await weighInvoices(kind, await idsOfScope(scope, now), now);
    const accounts = kind === 'withdraw' ? await countReaders(changing.map(({ id }) => id)) : 0;
    const notDue = changing.filter(({ dueOn }) => dueOn !== null && dueOn >= dayInFrance(now)).length;
    return { total, totalCents, changing: changing.length, changingCents, notDue, left, accounts };
  },
  'invoices.act': async ({ scope, ...order }, { actor, now }) => present(await actOnInvoices({ ...order, invoiceIds: await idsOfScope(scope, now), actor, now })),
  'invoices.actionProgress': async ({ actionId }) => actionProgress(actionId),
  'invoices.undoAction': async ({ actionId }, { actor, now }) => present(await undoInvoiceAction({ actionId, actor, now })),
  'invoices.actions': async () => presentActions(await InvoiceAction.findAll({ order: [['at', 'DESC']], limit: latest })),
};

/** @throws AppError too_many_invoices */
export async function idsOfScope(scope: InvoiceScope, now: Date): Promise<string[]> {
  if ('invoiceIds' in scope) return scope.invoiceIds;
  const ids = await idsOfInvoices(await findInvoices(scope.filter, dayInFrance(now)), mostAtOnce + 1);
  if (ids.length > mostAtOnce) throw new AppError('too_many_invoices', { max: mostAtOnce.toLocaleString('fr-FR') });
  return ids;
}

async function present(action: InvoiceAction): Promise<InvoiceActionDto> {
  const [shown] = await presentActions([action]);
  if (!shown) throw new AppError('not_found');
  return shown;
}
