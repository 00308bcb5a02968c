// Why this file exists: what the payer must do, in words, and the coupon that goes with a cheque.
import { commune } from './commune.ts';
import { frenchDay, frenchEuros } from './french.ts';
import type { DemoInvoice } from './model.ts';
import { accent, grey, leftEdge, rightEdge, type PdfSheet } from './pdf-sheet.ts';

export function drawPayment(sheet: PdfSheet, invoice: DemoInvoice, top: number): void {
  sheet.box([leftEdge, top - 10], [2.5, 14], accent);
  sheet.text(invoice.mode === 'prelevement' ? 'Vous n’avez rien à faire' : `À régler avant le ${frenchDay(invoice.dueOn)}`, [leftEdge + 10, top + 1], { size: 11, bold: true });
  let y = top + 20;
  for (const sentence of waysToPay(invoice)) {
    y = sheet.paragraph(sentence, [leftEdge + 10, y], { maxWidth: rightEdge - leftEdge - 20 }) + 3;
  }
}

/** Under a dashed line, at the foot of the page; nothing to cut for a direct debit. */
export function drawCoupon(sheet: PdfSheet, invoice: DemoInvoice): void {
  if (invoice.mode !== 'prelevement') {
    sheet.line(708, [0, 596], { dashed: true, color: grey });
    sheet.text('Talon à joindre à votre règlement par chèque', [leftEdge, 726], { size: 8, color: grey });
    const facts: [string, string][] = [
      ['Facture', invoice.number], ['Code payeur', invoice.payer.code],
      ['Échéance', frenchDay(invoice.dueOn)], ['Montant', frenchEuros(invoice.amountCents)],
    ];
    facts.forEach(([label, value], rank) => {
      sheet.text(label, [leftEdge + rank * 132, 746], { size: 8, color: grey });
      sheet.text(value, [leftEdge + rank * 132, 760], { size: 10.5, bold: true });
    });
  }
  sheet.line(786, [leftEdge, rightEdge]);
  sheet.paragraph(
    `${commune.contact.personName} – ${commune.contact.phone} – ${commune.contact.email}. ${commune.contact.hours}.`,
    [leftEdge, 799], { maxWidth: rightEdge - leftEdge, size: 7.5, color: grey, leading: 10 },
  );
}

function waysToPay(invoice: DemoInvoice): string[] {
  const dispute = 'Une question sur cette facture ? Écrivez-nous depuis la page « Contact » du portail, ou téléphonez au service.';
  if (invoice.mode === 'prelevement') {
    return [
      `La somme de ${frenchEuros(invoice.amountCents)} sera prélevée sur votre compte bancaire le ${frenchDay(invoice.debitedOn)}, selon votre mandat.`,
      dispute,
    ];
  }
  const online = 'En ligne, par carte ou par prélèvement unique : connectez-vous au portail des factures, puis « Payer la facture ».';
  const cheque = 'Par chèque à l’ordre du Trésor public, avec le talon ci-dessous, à déposer ou à envoyer à la mairie.';
  const desk = 'Au guichet de la mairie, en espèces, par carte ou par chèque, aux heures d’ouverture.';
  return [...(invoice.mode === 'guichet' ? [desk, cheque] : [online, cheque, desk]), dispute];
}
