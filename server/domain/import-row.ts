// Why: reads one line of an invoice file and says, in French, everything that is wrong with it.
import type { InvoiceState } from '../contract/schemas.ts';
import { emailAddress } from '../contract/schemas.ts';
import { parseDay } from './days.ts';
import { foldKey } from './keys.ts';
import { parseEuros } from './money.ts';

export const importColumns = [
  'numero', 'date', 'echeance', 'montant', 'objet', 'code_payeur', 'civilite', 'nom', 'prenom', 'adresse', 'cp', 'ville',
  'email', 'email2', 'regie', 'mode', 'fichier', 'etat', 'prelevement_le',
] as const;
export type ImportColumn = (typeof importColumns)[number];
export type RawRow = Partial<Record<ImportColumn, string>>;

/** Other names that billing software gives to the same columns, folded by `foldKey`. */
const otherNames: Record<string, ImportColumn> = {
  NUMEROFACTURE: 'numero', NUMFACTURE: 'numero', NFACTURE: 'numero', FACTURE: 'numero',
  DATEFACTURE: 'date', DATEEMISSION: 'date', EMISSION: 'date',
  DATEECHEANCE: 'echeance', LIMITE: 'echeance', DATELIMITE: 'echeance',
  MONTANTTTC: 'montant', TOTAL: 'montant', TOTALTTC: 'montant', NETAPAYER: 'montant', MONTANTAREGLER: 'montant',
  LIBELLE: 'objet',
  CODEFAMILLE: 'code_payeur', CODETIERS: 'code_payeur', CODEABONNE: 'code_payeur', CODEPAYEUR: 'code_payeur', FAMILLEIDENTIFIANT: 'code_payeur', REDEVABLE: 'code_payeur',
  CODEPOSTAL: 'cp', COMMUNE: 'ville', MAIL: 'email', COURRIEL: 'email', EMAIL1: 'email', MAIL2: 'email2', COURRIEL2: 'email2',
  MODEREGLEMENT: 'mode', PDF: 'fichier', NOMFICHIER: 'fichier', PIECEJOINTE: 'fichier', STATUT: 'etat',
  PRELEVEMENTLE: 'prelevement_le', DATEPRELEVEMENT: 'prelevement_le',
};
const ownNames = new Map(importColumns.map((name) => [foldKey(name), name]));

/** Our column for a heading of the file, whatever its accents, spaces and case; null when we do not keep it. */
export function columnOf(heading: string): ImportColumn | null {
  const key = foldKey(heading);
  return ownNames.get(key) ?? otherNames[key] ?? null;
}

export interface ParsedRow {
  number: string; numberKey: string; issuedOn: string; dueOn: string | null; amountCents: number; subject: string;
  payerCode: string;
  /** Empty when the file names only the code. */
  payerName: string; familyName: string; payerAddress: string;
  emails: string[];
  regieCode: string;
  directDebit: boolean; directDebitOn: string | null;
  state: InvoiceState;
  fileName: string;
}
export type RowReading = { row: ParsedRow; faults: [] } | { row: null; faults: string[] };

const longest: Partial<Record<ImportColumn, number>> = { numero: 40, objet: 200, code_payeur: 40, nom: 120, prenom: 120, adresse: 200, ville: 120, fichier: 255 };

/** Reads a line; `today` ('YYYY-MM-DD') is the issue day of files that give none. */
export function readRow(raw: RawRow, today: string): RowReading {
  const faults: string[] = [];
  const text = (column: ImportColumn) => (raw[column] ?? '').trim().replace(/\s+/g, ' ');
  checkTexts(text, faults);
  const amountCents = readAmount(text('montant'), faults);
  const issuedOn = text('date') === '' ? today : readDay(text('date'), 'La date', faults);
  const dueOn = text('echeance') === '' ? null : readDay(text('echeance'), 'L’échéance', faults);
  if (dueOn && issuedOn && dueOn < issuedOn) faults.push(`L’échéance (${text('echeance')}) précède la date de la facture (${text('date')}).`);
  const directDebitOn = text('prelevement_le') === '' ? null : readDay(text('prelevement_le'), 'La date de prélèvement', faults);
  const directDebit = readDirectDebit(text('mode'), faults) || directDebitOn !== null;
  const state = readState(text('etat'), faults);
  const emails = readEmails([text('email'), text('email2')], faults);
  if (faults.length > 0 || amountCents === null || issuedOn === null || state === null) return { row: null, faults };
  return {
    faults: [],
    row: {
      number: text('numero'), numberKey: foldKey(text('numero')), issuedOn, dueOn, amountCents,
      subject: text('objet') || 'Facture', payerCode: text('code_payeur'),
      payerName: [text('civilite'), text('prenom'), text('nom')].filter(Boolean).join(' '), familyName: text('nom'),
      payerAddress: [text('adresse'), [text('cp'), text('ville')].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      emails, regieCode: text('regie'), directDebit, directDebitOn, state, fileName: text('fichier'),
    },
  };
}

function checkTexts(text: (column: ImportColumn) => string, faults: string[]): void {
  if (foldKey(text('numero')) === '') faults.push('Le numéro de facture manque.');
  if (foldKey(text('code_payeur')) === '') faults.push('Le code du redevable manque.');
  for (const [column, max] of Object.entries(longest) as [ImportColumn, number][]) {
    if (text(column).length > max) faults.push(`La colonne «\u00a0${column}\u00a0» est trop longue\u00a0: ${max} caractères au plus.`);
  }
}

function readAmount(text: string, faults: string[]): number | null {
  if (text === '') faults.push('Le montant manque.');
  else if (/^[-−–]/.test(text)) faults.push(`Le montant «\u00a0${text}\u00a0» est négatif\u00a0: un avoir ne peut pas être publié comme une facture.`);
  else {
    const cents = parseEuros(text);
    if (cents === 0) faults.push('Le montant est nul\u00a0: il n’y a rien à payer.');
    else if (cents === null) faults.push(`Le montant «\u00a0${text}\u00a0» n’est pas compris. Écrivez par exemple 243,11.`);
    else return cents;
  }
  return null;
}

function readDay(text: string, name: string, faults: string[]): string | null {
  const day = parseDay(text);
  if (day === null) faults.push(`${name} «\u00a0${text}\u00a0» n’existe pas. Écrivez par exemple 31/01/2026.`);
  return day;
}

function readDirectDebit(text: string, faults: string[]): boolean {
  const key = foldKey(text);
  if (['', 'ENLIGNE', 'GUICHET', 'INTERNET', 'TIPI', 'PAYFIP', 'CHEQUE', 'ESPECES'].includes(key)) return false;
  if (['PRELEVEMENT', 'PRELEVEMENTAUTOMATIQUE', 'SEPA'].includes(key)) return true;
  faults.push(`Le mode «\u00a0${text}\u00a0» n’est pas compris. Écrivez «\u00a0en ligne\u00a0», «\u00a0prelevement\u00a0» ou «\u00a0guichet\u00a0».`);
  return false;
}

function readState(text: string, faults: string[]): InvoiceState | null {
  const states: Record<string, InvoiceState> = { '': 'unpaid', NONREGLEE: 'unpaid', IMPAYEE: 'unpaid', REGLEE: 'paid', PAYEE: 'paid', TRESORERIE: 'treasury', ENTRESORERIE: 'treasury' };
  const state = states[foldKey(text)];
  if (!state) faults.push(`L’état «\u00a0${text}\u00a0» n’est pas compris. Écrivez «\u00a0non reglee\u00a0», «\u00a0reglee\u00a0» ou «\u00a0tresorerie\u00a0».`);
  return state ?? null;
}

function readEmails(texts: string[], faults: string[]): string[] {
  const given = texts.flatMap((text) => text.split(/[;, ]+/)).filter(Boolean);
  for (const email of given.filter((each) => !emailAddress.safeParse(each).success)) {
    faults.push(`L’adresse de messagerie «\u00a0${email}\u00a0» est incorrecte.`);
  }
  return given;
}
