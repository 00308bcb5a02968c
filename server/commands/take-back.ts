// Staff take back what they did of an invoice by hand: a settlement at the desk, a transmission to the Treasury. The former fact stays, a new one undoes it.
import type { TakeBack } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { invoiceDeclaration, invoiceState, takeBackOf, type InvoiceEventKind } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { isReported } from './declare-invoices.ts';
import { recordAudit } from './record-audit.ts';

export interface TakingBack { invoiceId: string; what: TakeBack; reason: string; actor: string; now: Date }

const eventOf = { settled: 'settlement_undone', sent_to_treasury: 'treasury_undone' } as const;
const auditOf = { settled: 'invoice_settlement_undone', sent_to_treasury: 'invoice_treasury_undone' } as const;

/** Whoever said that it was paid says so again. @throws AppError reason_empty, not_found, transition_not_allowed */
export async function takeBack({ invoiceId, what, reason, actor, now }: TakingBack): Promise<void> {
  const said = reason.trim().slice(0, 300);
  if (said === '') throw new AppError('reason_empty', {}, 'reason');
  await inTransaction(async () => {
    const invoice = await Invoice.findByPk(invoiceId);
    if (!invoice) throw new AppError('not_found');
    const events = await InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']], raw: true });
    if (takeBackOf(invoice.state, events) !== what) throw new AppError('transition_not_allowed');
    const undone = events.findLast(({ kind }) => kind === what);
    const kinds: InvoiceEventKind[] = [...events.map(({ kind }) => kind), eventOf[what]];
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: eventOf[what], source: 'staff', detail: JSON.stringify({ actor, reason: said, undone: undone?.id }), at: now });
    await invoice.update({ state: invoiceState(kinds), declared: invoiceDeclaration(kinds, await isReported(invoiceId)) });
    await recordAudit({ actor, action: auditOf[what], object: invoiceId, detail: said });
  });
}
