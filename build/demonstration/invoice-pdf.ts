// Why this file exists: the paper face of an invoice, as the commune would post it in a window envelope: one neat A4 page.
import { createHash } from 'node:crypto';
import { commune, postalCode, regieNames, town } from './commune.ts';
import { frenchAmount, frenchDay, frenchEuros, frenchQuantity } from './french.ts';
import { drawCoupon, drawPayment } from './invoice-pdf-payment.ts';
import type { DemoInvoice, DemoPayer, InvoiceLine } from './model.ts';
import { accent, grey, leftEdge, PdfSheet, rightEdge, tint, white } from './pdf-sheet.ts';

const columns = { quantity: 362, unit: 367, price: 470, amount: rightEdge - 8 };
const rowHeight = 17;

/** The PDF of an invoice; the same invoice always gives the same bytes. */
export async function invoicePdf(invoice: DemoInvoice): Promise<Uint8Array> {
  const sheet = await PdfSheet.create({
    title: `Facture ${invoice.number}`,
    author: commune.commune.name,
    day: invoice.issuedOn,
    fingerprint: createHash('sha256').update(JSON.stringify(invoice)).digest('hex').slice(0, 32),
  });
  drawHeader(sheet, invoice);
  drawFacts(sheet, invoice);
  drawAddress(sheet, invoice.payer);
  const underLines = drawLines(sheet, invoice);
  drawPayment(sheet, invoice, underLines + 34);
  drawCoupon(sheet, invoice);
  return sheet.bytes();
}

function drawHeader(sheet: PdfSheet, { regie, number }: DemoInvoice): void {
  sheet.box([0, 0], [596, 7], accent);
  drawGrapes(sheet);
  sheet.text('Mairie de', [88, 44], { size: 9.5, color: grey });
  sheet.text(town, [88, 60], { size: 15, bold: true });
  sheet.text(regieNames[regie], [88, 75], { size: 9.5, color: accent });
  sheet.text(`1 place du Pressoir, ${postalCode} ${town}`, [88, 89], { size: 8, color: grey });
  sheet.text('FACTURE', [rightEdge, 58], { size: 20, bold: true, color: accent, align: 'right' });
  sheet.text(`n° ${number}`, [rightEdge, 75], { size: 10.5, align: 'right' });
}

/** The commune's emblem: a bunch of grapes. */
function drawGrapes(sheet: PdfSheet): void {
  const rows = [4, 3, 2, 1];
  rows.forEach((count, row) => {
    for (let rank = 0; rank < count; rank += 1) sheet.disc([64 + (rank - (count - 1) / 2) * 8.6, 53 + row * 8.2], 9.2, accent);
  });
  sheet.box([63, 41], [2, 8], accent);
}

function drawFacts(sheet: PdfSheet, invoice: DemoInvoice): void {
  const facts: [string, string][] = [
    ['Date de la facture', frenchDay(invoice.issuedOn)],
    ['Date d’échéance', frenchDay(invoice.dueOn)],
    ['Code payeur', invoice.payer.code],
    ['Règlement', { 'en ligne': 'en ligne, chèque ou guichet', guichet: 'au guichet', prelevement: 'prélèvement automatique' }[invoice.mode]],
  ];
  facts.forEach(([label, value], rank) => {
    const y = 142 + rank * 17;
    sheet.text(label, [leftEdge, y], { color: grey });
    sheet.text(value, [leftEdge + 92, y], { bold: rank < 2 });
  });
}

/** Where the window of a DL envelope shows it: 110 mm from the left, 50 mm from the top. */
function drawAddress(sheet: PdfSheet, payer: DemoPayer): void {
  const name = [payer.civility, payer.firstName, payer.lastName].filter(Boolean).join(' ');
  let y = sheet.paragraph(name, [312, 152], { maxWidth: rightEdge - 312, size: 10.5, bold: true, leading: 14.5 });
  y = sheet.paragraph(payer.address, [312, y], { maxWidth: rightEdge - 312, size: 10.5, leading: 14.5 });
  sheet.text(`${postalCode} ${town.toUpperCase()}`, [312, y], { size: 10.5 });
}

function drawLines(sheet: PdfSheet, invoice: DemoInvoice): number {
  sheet.text(`Objet : ${invoice.subject}`, [leftEdge, 254], { size: 11.5, bold: true });
  sheet.box([leftEdge, 270], [rightEdge - leftEdge, 20], accent);
  drawHeadings(sheet, 283.5);
  let y = 290;
  for (const { title, lines } of invoice.groups) {
    sheet.text(title, [leftEdge + 8, y + 16], { bold: true });
    y += 22;
    for (const line of lines) {
      drawLine(sheet, line, y + 12);
      y += rowHeight;
      sheet.line(y, [leftEdge, rightEdge]);
    }
  }
  sheet.box([312, y + 10], [rightEdge - 312, 26], tint);
  sheet.text('Total à régler', [322, y + 27], { size: 11, bold: true });
  sheet.text(frenchEuros(invoice.amountCents), [columns.amount, y + 27], { size: 12.5, bold: true, color: accent, align: 'right' });
  return y + 36;
}

function drawHeadings(sheet: PdfSheet, y: number): void {
  const style = { size: 8.5, bold: true, color: white };
  sheet.text('Désignation', [leftEdge + 8, y], style);
  sheet.text('Quantité', [columns.unit + 6, y], { ...style, align: 'right' });
  sheet.text('Prix unitaire', [columns.price, y], { ...style, align: 'right' });
  sheet.text('Montant (€)', [columns.amount, y], { ...style, align: 'right' });
}

function drawLine(sheet: PdfSheet, line: InvoiceLine, y: number): void {
  sheet.text(line.label, [leftEdge + 8, y]);
  sheet.text(frenchQuantity(line.quantity), [columns.quantity, y], { align: 'right' });
  sheet.text(line.unit, [columns.unit, y], { color: grey });
  sheet.text(frenchAmount(line.unitPriceCents), [columns.price, y], { align: 'right' });
  sheet.text(frenchAmount(line.amountCents), [columns.amount, y], { align: 'right' });
}
