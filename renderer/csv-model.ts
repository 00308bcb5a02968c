// Why: the columns of the list of invoices, explained once for the help and for the model to download.

export interface Column { name: string; meaning: string; example: string; isNeeded?: boolean }

export const columns: Column[] = [
  { name: 'numero', meaning: 'Numéro de la facture, unique', example: '2026-0001', isNeeded: true },
  { name: 'date', meaning: 'Date de la facture', example: '01/09/2026' },
  { name: 'echeance', meaning: 'Date limite de paiement', example: '30/09/2026' },
  { name: 'montant', meaning: 'Montant en euros, virgule ou point', example: '84,50', isNeeded: true },
  { name: 'objet', meaning: 'Ce que la facture concerne', example: 'Restauration scolaire, septembre' },
  { name: 'code_payeur', meaning: 'Code du redevable dans votre logiciel', example: 'DUPON001', isNeeded: true },
  { name: 'civilite', meaning: 'M. ou Mme', example: 'Mme' },
  { name: 'nom', meaning: 'Nom du redevable', example: 'DUPONT' },
  { name: 'prenom', meaning: 'Prénom', example: 'Claire' },
  { name: 'adresse', meaning: 'Rue et numéro', example: '3 rue des Écoles' },
  { name: 'cp', meaning: 'Code postal', example: '01000' },
  { name: 'ville', meaning: 'Commune', example: 'Saint-Exemple' },
  { name: 'email', meaning: 'Adresse à prévenir, qui ouvrira le compte', example: 'claire.dupont@exemple.fr' },
  { name: 'email2', meaning: 'Seconde adresse (l’autre parent)', example: '' },
  { name: 'regie', meaning: 'Code de la régie, comme dans Réglages, Régies', example: 'CANTINE' },
  { name: 'mode', meaning: '«\u00a0en ligne\u00a0», «\u00a0prelevement\u00a0» ou «\u00a0guichet\u00a0»', example: 'en ligne' },
  { name: 'fichier', meaning: 'Nom du PDF, s’il ne contient pas le numéro', example: 'Facture_2026-0001.pdf' },
  { name: 'etat', meaning: 'Vide\u00a0; «\u00a0reglee\u00a0» si elle l’est déjà, «\u00a0tresorerie\u00a0» si elle y est', example: '' },
  { name: 'prelevement_le', meaning: 'Date du prélèvement automatique', example: '' },
];

/** The model, readable by Excel: UTF-8 with its mark, semicolons, Windows line ends. */
export function csvModel(): string {
  const lines = [columns.map(({ name }) => name), columns.map(({ example }) => example)];
  return `\uFEFF${lines.map((cells) => cells.join(';')).join('\r\n')}\r\n`;
}

export function downloadModel(): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvModel()], { type: 'text/csv;charset=utf-8' }));
  link.download = 'modele-factures.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
