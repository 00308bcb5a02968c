// Why this file exists: what the public accountant recovers, a titre and a rôle, apart from the commune's own invoices: dropped in an import of their own, they are tried as PayFiP tries them.
import { csvFile, csvRow } from './csv.ts';
import type { DemoInvoice } from './model.ts';

export const treasuryPath = 'titres-et-roles/titres-et-roles.csv';

/** For the resident of the manual, whose account tries these régies; known to the payment simulator with these amounts. */
export function treasuryExamples(invoices: readonly DemoInvoice[]): Uint8Array {
  const invoice = invoices.findLast(({ payer }) => payer.code === 'SISTEC560');
  if (!invoice) throw new Error('The demonstration has lost the resident of the manual');
  const model = { ...csvRow(invoice), mode: 'en ligne', fichier: '', etat: 'non reglee', prelevement_le: '' };
  return csvFile([
    { ...model, numero: '2026-2-1', montant: '243,11', objet: 'Location de la salle des fêtes', regie: 'TITRES' },
    { ...model, numero: '2026-3-1', montant: '50,00', objet: 'Occupation du domaine public', regie: 'TITRES' },
    { ...model, numero: '2026-EA-00-123456789', montant: '87,42', objet: 'Assainissement', regie: 'ROLES' },
  ]);
}
