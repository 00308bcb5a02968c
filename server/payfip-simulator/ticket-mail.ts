// Why: the mail that PayFiP sends to the accountant after a payment, as a file: one tries with it what staff do with the real ones.
import { createTransport } from 'nodemailer';
import type { Operation } from './model.ts';
import { dateTime, euros } from './pages/layout.ts';

const meansNames: Record<string, string> = { P: 'Carte bancaire', V: 'Prélèvement' };

/** Null when nothing was paid. */
export async function ticketMail({ fields, result }: Operation): Promise<{ name: string; content: Buffer } | null> {
  const means = meansNames[result?.resultrans ?? ''];
  if (!result || !means) return null;
  const lines = [
    'Bonjour,', '', 'Un paiement en ligne PayFiP a été enregistré (simulateur\u00a0: rien n’a été débité).', '', `Référence de la dette\u00a0: ${fields.refdet}`, `Objet\u00a0: ${fields.objet}`,
    `Montant\u00a0: ${euros(Number(fields.montant))}`, `Moyen de paiement\u00a0: ${means}`, `Numéro d’autorisation\u00a0: ${result.numauto}`, `Date\u00a0: ${dateTime(result.at)}`, `Usager\u00a0: ${fields.mel}`, '',
    'Ce ticket de paiement n’est pas une quittance.',
  ];
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: { name: 'PayFiP (simulateur)', address: 'ne-pas-repondre@payfip.exemple' }, to: 'regie@commune.exemple', subject: `Ticket de paiement PayFiP ${fields.refdet}`,
    date: new Date(result.at), text: lines.join('\r\n'), disableFileAccess: true, disableUrlAccess: true,
  });
  return { name: `ticket-${fields.refdet.replace(/[^A-Za-z0-9]/g, '')}.eml`, content: message as Buffer };
}
