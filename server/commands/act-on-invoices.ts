// Staff act on several invoices at once: all of those that may change do, in one transaction, under one name that may be undone.
import type { InvoiceActionKind } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { mostAtOnce } from '../domain/invoice-action.ts';
import type { AuditAction } from '../domain/audit.ts';
import { AppError } from '../errors.ts';
import { InvoiceAction } from '../models/index.ts';
import { reportAction } from './action-progress.ts';
import { changeInvoices } from './change-invoices.ts';
import { recordAudit } from './record-audit.ts';
import { usualSuspension } from './suspend-payments.ts';
import { tellOfInvoices } from './tell-of-invoices.ts';
import { weighInvoices } from './weigh-invoices.ts';

export interface InvoiceOrder {
  /** Chosen by the window: asked twice, it is done once. */
  actionId: string;
  kind: InvoiceActionKind; invoiceIds: string[];
  /** How many would change, as the agent was told. */
  expected: number;
  reason: string; tellsResidents: boolean; actor: string; now: Date;
}

const auditOf: Record<InvoiceActionKind, AuditAction> = {
  suspend: 'invoices_suspended', resume: 'invoices_resumed', withdraw: 'invoices_withdrawn', treasury: 'invoices_sent_to_treasury',
};

/** @throws AppError too_many_invoices, reason_empty, action_changed (not as many as was told) */
export async function actOnInvoices(order: InvoiceOrder): Promise<InvoiceAction> {
  if (order.invoiceIds.length > mostAtOnce) throw new AppError('too_many_invoices', { max: mostAtOnce.toLocaleString('fr-FR') });
  const reason = reasonOf(order);
  try {
    return await inTransaction(async () => (await InvoiceAction.findByPk(order.actionId)) ?? act({ ...order, reason }));
  } finally {
    reportAction(order.actionId, null);
  }
}

function reasonOf({ kind, reason }: InvoiceOrder): string {
  const said = reason.trim().slice(0, 300);
  if (kind === 'withdraw' && said === '') throw new AppError('reason_empty', {}, 'reason');
  return kind === 'suspend' ? said || usualSuspension : kind === 'resume' ? '' : said;
}

async function act({ actionId, kind, invoiceIds, expected, reason, tellsResidents, actor, now }: InvoiceOrder): Promise<InvoiceAction> {
  const { changing, changingCents, left } = await weighInvoices(kind, invoiceIds, now);
  if (changing.length !== expected || expected === 0) throw new AppError('action_changed');
  const action = await InvoiceAction.create({
    id: actionId, kind, actor, reason, tellsResidents: tellsResidents && kind === 'withdraw', changedCount: changing.length, changedCents: changingCents, leftOut: JSON.stringify(left), at: now,
  });
  await changeInvoices(changing, { kind, reason, actionId, actor, now }, (done) => reportAction(actionId, { done, total: changing.length }));
  if (action.tellsResidents) await tellOfInvoices(changing, { change: 'withdrawn', reason, key: actionId });
  const [only] = changing;
  if (kind === 'withdraw' && only && changing.length === 1) await recordAudit({ actor, action: 'invoice_withdrawn', object: only.id, detail: reason });
  else await recordAudit({ actor, action: auditOf[kind], object: changing.length === 1 ? only?.id ?? '' : '', detail: `${changing.length} ${changingCents} ${reason}` });
  return action;
}
