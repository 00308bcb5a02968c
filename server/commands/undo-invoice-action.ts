// « Annuler cette action » : puts back exactly what an action on several invoices changed, where nothing has happened since. The facts stay, new ones undo them.
import { QueryTypes } from 'sequelize';
import type { InvoiceState, LeftReason } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { byChunks } from '../db/by-chunks.ts';
import { database, inTransaction } from '../db/database.ts';
import { mostAtOnce, tally, undoingEvent, whyNotUndone } from '../domain/invoice-action.ts';
import type { InvoiceFact } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceAction, InvoiceEvent } from '../models/index.ts';
import { reportAction } from './action-progress.ts';
import { declareAgain } from './declare-invoices.ts';
import { insertRows } from './insert-rows.ts';
import { recordAudit } from './record-audit.ts';
import { tellOfInvoices } from './tell-of-invoices.ts';

interface Changed { id: string; number: string; state: InvoiceState; suspension: string | null; eventId: string; detail: string }
interface Undoing { actionId: string; actor: string; now: Date }
const atATime = 500;

/** Undone twice, it is undone once. @throws AppError not_found */
export async function undoInvoiceAction(undoing: Undoing): Promise<InvoiceAction> {
  try {
    return await inTransaction(() => undo(undoing));
  } finally {
    reportAction(undoing.actionId, null);
  }
}

async function undo({ actionId, actor, now }: Undoing): Promise<InvoiceAction> {
  const action = await InvoiceAction.findByPk(actionId);
  if (!action) throw new AppError('not_found');
  if (action.undoneAt) return action;
  const { undoable, left } = await sortChanged(action);
  await putBack(action, undoable, { actor, now });
  if (action.tellsResidents && undoable.length > 0) await tellOfInvoices(undoable, { change: 'restored', reason: '', key: actionId });
  await recordAudit({ actor, action: 'invoices_action_undone', object: undoable.length === 1 ? undoable[0]?.id ?? '' : '', detail: `${undoable.length} ${action.kind}` });
  return action.update({ undoneAt: now, undoneBy: actor, undoneCount: undoable.length, undoneLeftOut: JSON.stringify(tally(left)) });
}

/** Whether something of it is as it left it. */
export async function mayUndoAction(action: InvoiceAction): Promise<boolean> {
  if (action.undoneAt) return false;
  for (let offset = 0; ; offset += atATime) {
    const changed = await changedBy(action.id, { limit: atATime, offset });
    if (changed.length === 0) return false;
    if ((await reasonsOf(action, changed)).includes(null)) return true;
  }
}

async function sortChanged(action: InvoiceAction): Promise<{ undoable: Changed[]; left: LeftReason[] }> {
  const changed = await changedBy(action.id, { limit: mostAtOnce, offset: 0 });
  const reasons = await reasonsOf(action, changed);
  return { undoable: changed.filter((_invoice, index) => reasons[index] === null), left: reasons.flatMap((reason) => reason ?? []) };
}

const changedBy = (id: string, range: { limit: number; offset: number }) => database().query<Changed>(
  `SELECT i.id, i.number, i.state, i.suspension, e.id AS eventId, e.detail FROM invoice_events e JOIN invoices i ON i.id = e.invoice_id
   WHERE e.action_id = :id ORDER BY i.number, i.id LIMIT :limit OFFSET :offset`,
  { replacements: { id, ...range }, type: QueryTypes.SELECT },
);

async function reasonsOf(action: InvoiceAction, changed: Changed[]): Promise<(LeftReason | null)[]> {
  const events = await eventsOf(changed.map(({ id }) => id));
  return changed.map((invoice) => whyNotUndone(action, invoice, events.get(invoice.id) ?? []));
}

type Fact = Pick<InvoiceFact, 'id' | 'kind' | 'detail'> & { actionId: string | null };

async function eventsOf(invoiceIds: string[]): Promise<Map<string, Fact[]>> {
  const rows = await byChunks(invoiceIds, (ids) => InvoiceEvent.findAll({ where: { invoiceId: ids }, attributes: ['id', 'invoiceId', 'kind', 'detail', 'actionId'], order: [['at', 'ASC']], raw: true }));
  const events = new Map<string, Fact[]>();
  for (const { invoiceId, ...fact } of rows) {
    const known = events.get(invoiceId);
    if (known) known.push(fact);
    else events.set(invoiceId, [fact]);
  }
  return events;
}

async function putBack({ id: actionId, kind }: InvoiceAction, invoices: Changed[], { actor, now }: { actor: string; now: Date }): Promise<void> {
  let back = 0;
  for (const [suspension, some] of groupedByFormer(invoices)) {
    const values = kind === 'suspend' || kind === 'resume' ? { suspension } : { state: 'unpaid' as const };
    await byChunks(some, async (chunk) => {
      await Invoice.update(values, { where: { id: chunk.map(({ id }) => id) } });
      if (kind === 'withdraw') await declareAgain(chunk.map(({ id }) => id));
      await insertRows('invoice_events', chunk.map(({ id, eventId }) => ({
        id: newId(), invoice_id: id, kind: undoingEvent(kind), source: 'staff', at: now,
        detail: JSON.stringify({ actor, undone: eventId, ...(kind === 'resume' ? { sentence: suspension } : {}) }),
      })));
      reportAction(actionId, { done: back += chunk.length, total: invoices.length });
      return [];
    });
  }
}

/** By the sentence that suspended them before: one statement for each. */
function groupedByFormer(invoices: Changed[]): Map<string | null, Changed[]> {
  const groups = new Map<string | null, Changed[]>();
  for (const invoice of invoices) {
    const { former = null }: { former?: string | null } = JSON.parse(invoice.detail);
    const group = groups.get(former);
    if (group) group.push(invoice);
    else groups.set(former, [invoice]);
  }
  return groups;
}
