// Why: the mail that PayFiP sends to the accountant after a payment, as a file: one tries with it what staff do with the real ones.
import type { Operation } from './model.ts';
import { dateTime, euros } from './pages/layout.ts';

const meansNames: Record<string, string> = { P: 'Carte bancaire', V: 'Prélèvement' };
const lettersOf = (text: string) => text.replace(/[^A-Za-z0-9]/g, '');

/** Null when nothing was paid. */
export function ticketMail({ fields, result }: Operation): { name: string; content: string } | null {
  const means = meansNames[result?.resultrans ?? ''];
  if (!result || !means) return null;
  const text = [
    'Bonjour,', '', 'Un paiement en ligne PayFiP a été enregistré (simulateur\u00a0: rien n’a été débité).', '', `Référence de la dette\u00a0: ${fields.refdet}`, `Objet\u00a0: ${fields.objet}`,
    `Montant\u00a0: ${euros(Number(fields.montant))}`, `Moyen de paiement\u00a0: ${means}`, `Numéro d’autorisation\u00a0: ${result.numauto}`, `Date\u00a0: ${dateTime(result.at)}`, `Usager\u00a0: ${fields.mel}`, '',
    'Ce ticket de paiement n’est pas une quittance.',
  ].join('\r\n');
  const reference = lettersOf(fields.refdet);
  const heads = [
    'From: "PayFiP (simulateur)" <ne-pas-repondre@payfip.exemple>', 'To: regie@commune.exemple', `Date: ${new Date(result.at).toUTCString()}`, `Subject: Ticket de paiement PayFiP ${reference}`,
    'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64',
  ];
  return { name: `ticket-${reference}.eml`, content: `${heads.join('\r\n')}\r\n\r\n${inLines(Buffer.from(text).toString('base64'))}\r\n` };
}

const inLines = (text: string) => (text.match(/.{1,76}/g) ?? []).join('\r\n');
