// Why: a file dropped anywhere on the window goes where it is expected, and one that nothing expects is refused by a sentence.
import { shallowRef } from 'vue';
import type { Right } from '../server/contract/rights.ts';
import { call } from './api.ts';
import { say } from './notice.ts';
import { may, whoMay } from './rights.ts';
import { goTo, hrefOf } from './router.ts';
import { addFiles } from './uploads.ts';

export type DropPlace = 'import' | 'payments';
const extensions: Record<DropPlace, RegExp> = { import: /\.(csv|txt|pdf|zip|xlsx?|xlsm|ods)$/i, payments: /\.eml$/i };
const needs: Record<DropPlace, Right> = { import: 'imports', payments: 'payments' };
const whats: Record<DropPlace, string> = { import: 'd’importer des factures', payments: 'd’enregistrer des règlements' };

/** The import that is on the screen and still open: what is dropped is added to it. */
export const openImport = shallowRef<string | null>(null);
/** Ticket mails on their way to the screen of payments. */
export const ticketsToRead = shallowRef<File[]>([]);

/** Where these files go together; or why nowhere. */
export function placeForFiles(names: string[]): { place: DropPlace } | { refusal: string } {
  if (names.length === 0) return { refusal: 'Ce dossier ne contient aucun fichier.' };
  const tickets = names.filter((name) => extensions.payments.test(name));
  const invoices = names.filter((name) => extensions.import.test(name));
  if (tickets.length > 0 && invoices.length > 0) return { refusal: 'Des factures et des tickets de paiement ont été déposés ensemble\u00a0: déposez les uns, puis les autres.' };
  if (tickets.length > 0) return { place: 'payments' };
  if (invoices.length > 0) return { place: 'import' };
  const named = names.length === 1 ? `Le fichier «\u00a0${names[0]}\u00a0» n’est pas attendu ici.` : 'Ces fichiers ne sont pas attendus ici.';
  return { refusal: `${named} Déposez une liste de factures (CSV), des PDF, ou des tickets de paiement (.eml).` };
}

export async function receiveFiles(files: File[]): Promise<void> {
  const found = placeForFiles(files.map(({ name }) => name));
  if ('refusal' in found) return say(found.refusal);
  if (!may(needs[found.place])) return say(`Votre rôle ne permet pas ${whats[found.place]}. ${whoMay(needs[found.place])}`);
  if (found.place === 'payments') {
    ticketsToRead.value = files;
    return goTo(hrefOf('paiements'));
  }
  const batchId = openImport.value ?? (await call('imports.create', {})).batchId;
  void addFiles(batchId, files);
  goTo(hrefOf('imports', batchId));
}
