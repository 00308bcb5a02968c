// An attempt to pay by address, and what is posted to `urlcl` in PayFiP's name.
import { startPayment } from '../../server/commands/start-payment.ts';
import type { PaymentResult } from '../../server/domain/payfip-result.ts';
import { Payment } from '../../server/models/index.ts';
import type { Scene } from './payments.ts';

export interface UrlAttempt { payment: Payment; url: URL; token: string }

/** The family starts to pay its invoices of these ranks. */
export async function openByAddress(scene: Scene, ...ranks: number[]): Promise<UrlAttempt> {
  const invoiceIds = ranks.map((rank) => scene.family.invoices[rank]!.id);
  const started = await startPayment({ accountId: scene.family.accountId, invoiceIds, now: scene.now() });
  const url = new URL(started.url);
  return { payment: await Payment.findByPk(started.paymentId, { rejectOnEmpty: true }), url, token: tokenOf(url) };
}

export const tokenOf = (url: URL): string => url.searchParams.get('urlcl')!.split('/').at(-1)!;

export const resultOf = ({ numcli, exer, refdet, objet, amountCents, email, saisie }: Payment, resultrans: string): PaymentResult =>
  ({ numcli, exer, refdet, objet, montant: String(amountCents), mel: email, saisie, resultrans, numauto: '3feabd', dattrans: '03122026', heurtrans: '1205' });
