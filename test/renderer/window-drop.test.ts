import { expect, it } from 'vitest';
import { placeForFiles } from '../../renderer/window-drop.ts';

it.each([
  [['factures.csv', '1.pdf'], { place: 'import' }], [['LISTE.XLSX'], { place: 'import' }], [['factures.zip'], { place: 'import' }], [['a.PDF', 'thumbs.db'], { place: 'import' }],
  [['ticket.eml', 'Autre.EML'], { place: 'payments' }],
  [[], { refusal: 'Ce dossier ne contient aucun fichier.' }],
  [['a.csv', 'b.eml'], { refusal: 'Des factures et des tickets de paiement ont été déposés ensemble\u00a0: déposez les uns, puis les autres.' }],
  [['photo.jpg'], { refusal: 'Le fichier «\u00a0photo.jpg\u00a0» n’est pas attendu ici. Déposez une liste de factures (CSV), des PDF, ou des tickets de paiement (.eml).' }],
  [['a.exe', 'b.docx'], { refusal: 'Ces fichiers ne sont pas attendus ici. Déposez une liste de factures (CSV), des PDF, ou des tickets de paiement (.eml).' }],
])('%j goes where it is expected', (names, found) => expect(placeForFiles(names)).toEqual(found));
