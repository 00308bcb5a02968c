// Why: an action on several invoices as the window shows it, who did it and who came back on it.
import { z } from 'zod';
import { leftReasons } from '../contract/states.ts';
import { mayUndoAction } from '../commands/undo-invoice-action.ts';
import type { InvoiceActionDto } from '../contract/schemas.ts';
import { Invoice, InvoiceEvent, type InvoiceAction } from '../models/index.ts';
import { actorNames } from './actor-names.ts';

const left = z.array(z.object({ reason: z.enum(leftReasons), count: z.number() }));
const readLeft = (text: string | null) => left.parse(JSON.parse(text ?? '[]'));

export async function presentActions(actions: InvoiceAction[]): Promise<InvoiceActionDto[]> {
  const nameOf = await actorNames(actions.flatMap(({ actor, undoneBy }) => [actor, ...(undoneBy ? [undoneBy] : [])]));
  return Promise.all(actions.map(async (action) => {
    const { id, kind, actor, reason, at, changedCount, changedCents, leftOut, undoneAt, undoneBy, undoneCount, undoneLeftOut } = action;
    return {
      id, kind, agentName: nameOf(actor), reason, at: at.toISOString(), changed: changedCount, changedCents, left: readLeft(leftOut), mayUndo: await mayUndoAction(action), onlyNumber: changedCount === 1 ? await onlyNumberOf(id) : null,
      undone: undoneAt ? { at: undoneAt.toISOString(), agentName: nameOf(undoneBy ?? ''), count: undoneCount ?? 0, left: readLeft(undoneLeftOut) } : null,
    };
  }));
}

async function onlyNumberOf(actionId: string): Promise<string | null> {
  const event = await InvoiceEvent.findOne({ where: { actionId }, attributes: ['invoiceId'], raw: true });
  return (event && (await Invoice.findByPk(event.invoiceId, { attributes: ['number'], raw: true }))?.number) ?? null;
}
