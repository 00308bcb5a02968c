// Suspends the payments of the portal, of a régie or of one invoice, with the sentence that residents read; null opens them again.
import { settingsSchema } from '../contract/schemas.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { payfipBaseUrl } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, Regie, Setting } from '../models/index.ts';
import { forgetSettings } from '../settings.ts';
import { recordAudit } from './record-audit.ts';
import { writeSettings } from './update-settings.ts';

export type SuspensionPlace = { place: 'portal' } | { place: 'regie'; regieId: string } | { place: 'invoice'; invoiceId: string };
export type Suspension = SuspensionPlace & { sentence: string | null; actor: string; now: Date };

export const usualSuspension = 'Le paiement a été temporairement suspendu.';

/** An empty sentence becomes the usual one. @throws AppError not_found */
export async function suspendPayments(order: Suspension): Promise<void> {
  const suspension = order.sentence === null ? null : order.sentence.trim().slice(0, 300) || usualSuspension;
  await inTransaction(async () => {
    if (order.place === 'portal') await suspendPortal(suspension, order.actor);
    if (order.place === 'regie') await suspendRegie(order.regieId, suspension);
    if (order.place === 'invoice') await suspendInvoice(order.invoiceId, suspension, order);
    const object = order.place === 'portal' ? 'portal' : order.place === 'regie' ? order.regieId : order.invoiceId;
    await recordAudit({ actor: order.actor, action: suspension === null ? 'payments_resumed' : 'payments_suspended', object, detail: suspension ?? '' });
  });
  forgetSettings();
}

/** From the row itself: the address of a demonstration's simulator is not to be kept for later. */
async function suspendPortal(suspension: string | null, actor: string): Promise<void> {
  const stored = await Setting.findByPk('payments', { raw: true });
  const { payments } = settingsSchema.pick({ payments: true }).parse({ payments: { baseUrl: payfipBaseUrl, suspension, ...(stored ? JSON.parse(stored.value) : {}) } });
  await writeSettings({ patch: { payments: { ...payments, suspension } }, actor });
}

async function suspendRegie(regieId: string, suspension: string | null): Promise<void> {
  const regie = await Regie.findByPk(regieId);
  if (!regie) throw new AppError('not_found');
  await regie.update({ suspension });
}

async function suspendInvoice(invoiceId: string, suspension: string | null, { actor, now }: { actor: string; now: Date }): Promise<void> {
  const invoice = await Invoice.findByPk(invoiceId);
  if (!invoice) throw new AppError('not_found');
  if (invoice.suspension === suspension) return;
  await invoice.update({ suspension });
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: suspension === null ? 'resumed' : 'suspended', source: 'staff', detail: JSON.stringify({ actor, sentence: suspension }), at: now });
}
