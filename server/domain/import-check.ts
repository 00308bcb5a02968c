// Why: gives each line of an import its verdict, from the lines and from what the database already knows.
import { formatEuros } from '../contract/format.ts';
import type { RegieKind, Verdict } from '../contract/states.ts';
import { readRow, type ParsedRow, type RawRow } from './import-row.ts';
import { matchDocuments, type ReceivedFile } from './import-documents.ts';
import { emailKey, foldKey, nameKey } from './keys.ts';
import { roleRefdet, titreRefdet } from './references.ts';

export interface KnownPayer { id: string; code: string; name: string; nameKey: string; emailKeys: string[] }
export interface KnownInvoice { payerCode: string; amountCents: number; documentSha256: string | null }
export interface KnownFacts {
  today: string;
  /** By folded code. */
  regies: Map<string, { id: string; name: string; kind: RegieKind }>;
  /** By folded code. */
  payers: Map<string, KnownPayer>;
  /** By folded code: codes that a merge has retired, and the payer that was kept. */
  formerCodes: Map<string, { code: string; nameKey: string; payer: KnownPayer }>;
  /** By `invoiceKey`. */
  invoices: Map<string, KnownInvoice>;
  /** Addresses that an account has left: they are never given access again by a file. */
  formerEmailKeys: Set<string>;
  files: ReceivedFile[];
  /** Payer, by folded code, of each PDF that a published invoice already shows. */
  documentOwners: Map<string, string>;
  allowMissingPdf: boolean;
}
export interface CheckedLine {
  line: number;
  verdict: Verdict;
  messages: string[];
  raw: RawRow;
  /** Set when the line may be published. */
  publishable: PublishableRow | null;
}
export interface PublishableRow extends ParsedRow {
  regieId: string;
  documentSha256: string | null;
  /** Addresses to which the payer's invoices will be shown, beyond those that already see them. */
  newEmails: string[];
}

export const invoiceKey = (regieId: string, numberKey: string) => `${regieId}/${numberKey}`;

interface Draft { line: number; raw: RawRow; row: ParsedRow | null; regieId: string; faults: string[]; remarks: string[]; isKnown: boolean; sha256: string | null; newEmails: string[] }

/** Verdicts in the order of the lines (numbered as in the file, the heading being line 1), and the PDFs that no line uses. */
export function checkImport(rows: { line: number; raw: RawRow }[], facts: KnownFacts): { lines: CheckedLine[]; unusedFiles: string[] } {
  const drafts = rows.map(({ line, raw }) => draftOf(line, raw, facts));
  refuseRepeatedNumbers(drafts);
  const unusedFiles = attachDocuments(drafts, facts);
  compareWithPublished(drafts, facts);
  checkPayers(drafts, facts);
  return { lines: drafts.map(verdictOf), unusedFiles };
}

function draftOf(line: number, raw: RawRow, facts: KnownFacts): Draft {
  const { row, faults } = readRow(raw, facts.today);
  const draft: Draft = { line, raw, row, regieId: '', faults: [...faults], remarks: [], isKnown: false, sha256: null, newEmails: [] };
  if (row) followMerge(draft, row, facts);
  const regieCode = (raw.regie ?? '').trim();
  const onlyRegie = facts.regies.size === 1 ? [...facts.regies.values()][0] : undefined;
  const regie = regieCode === '' ? onlyRegie : facts.regies.get(foldKey(regieCode));
  if (regie) {
    draft.regieId = regie.id;
    if (row) remarkReference(draft, row.number, regie.kind);
  }
  else if (regieCode === '') draft.faults.push('Indiquez la régie\u00a0: la commune en a plusieurs.');
  else draft.faults.push(`La régie «\u00a0${regieCode}\u00a0» est inconnue. Créez-la dans les réglages, ou corrigez le fichier.`);
  return draft;
}

/** A file that still carries the code of a payer merged into another speaks of the one that was kept, under either name. */
function followMerge(draft: Draft, row: ParsedRow, { formerCodes }: KnownFacts): void {
  const former = formerCodes.get(foldKey(row.payerCode));
  if (!former || (row.payerName === '' && !isSameCode(row.payerCode, former.code))) return;
  const { payer } = former;
  draft.remarks.push(`Le code «\u00a0${row.payerCode}\u00a0» a été réuni avec «\u00a0${payer.code}\u00a0» (${payer.name})\u00a0: la facture est pour ce redevable.`);
  draft.row = { ...row, payerCode: payer.code, payerName: nameKey(row.payerName) === former.nameKey ? payer.name : row.payerName };
}

/** The Treasury takes only its own references: without one the invoice is published all the same. */
function remarkReference(draft: Draft, number: string, kind: RegieKind): void {
  if (kind === 'titre' && titreRefdet(number) === null) {
    draft.remarks.push(`Le numéro ${number} n’est pas une référence de titre (année-titre-ligne, par exemple 2021-2-1)\u00a0: cette facture ne pourra pas être payée en ligne.`);
  }
  if (kind === 'role' && roleRefdet(number) === null) {
    draft.remarks.push(`Le numéro ${number} n’est pas une référence de rôle (par exemple 2025-EA-00-123456789)\u00a0: cette facture ne pourra pas être payée en ligne.`);
  }
}

/** When the lines disagree, none is published: nobody knows which is right. */
function refuseRepeatedNumbers(drafts: Draft[]): void {
  const firsts = new Map<string, { draft: Draft; row: ParsedRow }>();
  for (const draft of drafts) {
    if (!draft.row || !draft.regieId) continue;
    const key = invoiceKey(draft.regieId, draft.row.numberKey);
    const first = firsts.get(key);
    if (!first) {
      firsts.set(key, { draft, row: draft.row });
      continue;
    }
    draft.faults.push(`Le numéro ${draft.row.number} est déjà à la ligne ${first.draft.line} de ce fichier.`);
    const agrees = first.row.amountCents === draft.row.amountCents && foldKey(first.row.payerCode) === foldKey(draft.row.payerCode);
    if (!agrees) first.draft.faults.push(`Le numéro ${first.row.number} est aussi à la ligne ${draft.line} de ce fichier, pour un autre redevable ou un autre montant.`);
  }
}

/** Comes last: a refused line neither creates a payer nor brings an address for the lines that follow. */
function checkPayers(drafts: Draft[], facts: KnownFacts): void {
  const inFile = new Map<string, KnownPayer>();
  const ownerOfEmail = new Map<string, KnownPayer>();
  for (const payer of facts.payers.values()) for (const key of payer.emailKeys) ownerOfEmail.set(key, payer);
  for (const draft of drafts) {
    if (!draft.row) continue;
    const key = foldKey(draft.row.payerCode);
    const known = facts.payers.get(key) ?? inFile.get(key);
    const fault = payerFault(draft.row, known);
    if (fault) draft.faults.push(fault);
    if (draft.faults.length > 0 || draft.isKnown) continue;
    const payer = known ?? { id: '', code: draft.row.payerCode, name: draft.row.payerName, nameKey: nameKey(draft.row.payerName), emailKeys: [] };
    if (!known) inFile.set(key, payer);
    decideEmails(draft, draft.row, { payer, isNew: !facts.payers.has(key), ownerOfEmail, formerEmailKeys: facts.formerEmailKeys });
  }
}

function payerFault(row: ParsedRow, known: KnownPayer | undefined): string | null {
  if (!known && row.payerName === '') {
    return `Le redevable «\u00a0${row.payerCode}\u00a0» est inconnu. Corrigez son code, ou ajoutez son nom dans le fichier pour le créer.`;
  }
  if (known && row.payerName === '' && !isSameCode(row.payerCode, known.code)) {
    return `Le code «\u00a0${row.payerCode}\u00a0» ressemble à «\u00a0${known.code}\u00a0» (${known.name}) sans être le même. Écrivez-le de la même façon, ou ajoutez le nom.`;
  }
  if (known && row.payerName !== '' && nameKey(row.payerName) !== known.nameKey) {
    return `Le code «\u00a0${row.payerCode}\u00a0» est celui de ${known.name}, mais la ligne porte le nom de ${row.payerName}. Vérifiez lequel est le bon.`;
  }
  return null;
}

/** « 1-11 » and « 11-1 » fold to one key: without a name beside them, only the same digits in the same groups are one code. */
function isSameCode(one: string, other: string): boolean {
  const groups = (code: string) => (code.match(/\d+/g) ?? []).join(' ');
  return groups(one) === groups(other);
}

interface EmailCircumstances { payer: KnownPayer; isNew: boolean; ownerOfEmail: Map<string, KnownPayer>; formerEmailKeys: Set<string> }

/** A file gives access to a new payer, or to one that nobody sees yet; it never adds a stranger to a household. */
function decideEmails(draft: Draft, row: ParsedRow, { payer, isNew, ownerOfEmail, formerEmailKeys }: EmailCircumstances): void {
  for (const email of row.emails) {
    const key = emailKey(email);
    if (payer.emailKeys.includes(key)) continue;
    if (formerEmailKeys.has(key)) draft.remarks.push(`L’adresse ${email} a été abandonnée par son titulaire\u00a0: elle n’est pas ajoutée.`);
    else if (!isNew && payer.emailKeys.length > 0) draft.remarks.push(`L’adresse ${email} n’est pas celle que l’on connaît pour ${payer.name}\u00a0: elle n’est pas ajoutée.`);
    else {
      const owner = ownerOfEmail.get(key);
      if (owner && owner.nameKey !== payer.nameKey) draft.remarks.push(`L’adresse ${email} voit déjà les factures de ${owner.name}\u00a0: elle verra aussi celles-ci.`);
      ownerOfEmail.set(key, payer);
      draft.newEmails.push(email);
    }
  }
  payer.emailKeys = [...payer.emailKeys, ...(isNew || payer.emailKeys.length === 0 ? draft.newEmails.map(emailKey) : [])];
}

function attachDocuments(drafts: Draft[], facts: KnownFacts): string[] {
  const wanting = drafts.flatMap((draft) => (draft.row ? [{ draft, numberKey: draft.row.numberKey, fileName: draft.row.fileName, payerKey: foldKey(draft.row.payerCode) }] : []));
  const { matches, unusedFiles } = matchDocuments(wanting, { files: facts.files, owners: facts.documentOwners, allowMissing: facts.allowMissingPdf });
  wanting.forEach(({ draft }, index) => {
    const match = matches[index];
    draft.sha256 = match?.sha256 ?? null;
    if (match?.fault) draft.faults.push(match.fault);
    if (match?.remark) draft.remarks.push(match.remark);
  });
  const awaited = filesOfUnreadableLines(drafts, facts.files);
  return unusedFiles.filter((name) => !awaited.has(name));
}

/** A PDF whose line cannot be read yet is not one that no line wants. */
function filesOfUnreadableLines(drafts: Draft[], files: ReceivedFile[]): Set<string> {
  const lines = drafts.flatMap(({ row, raw }) => (row ? [] : [{ numberKey: foldKey(raw.numero ?? ''), fileName: (raw.fichier ?? '').trim(), payerKey: '' }]));
  const { unusedFiles } = matchDocuments(lines, { files, owners: new Map(), allowMissing: true });
  const unused = new Set(unusedFiles);
  return new Set(files.map((file) => file.name).filter((name) => !unused.has(name)));
}

function compareWithPublished(drafts: Draft[], facts: KnownFacts): void {
  for (const draft of drafts) {
    const published = draft.row && facts.invoices.get(invoiceKey(draft.regieId, draft.row.numberKey));
    if (!draft.row || !published) continue;
    if (foldKey(published.payerCode) !== foldKey(draft.row.payerCode)) {
      draft.faults.push(`La facture ${draft.row.number} est déjà publiée pour un autre redevable (${published.payerCode}).`);
    } else if (published.amountCents !== draft.row.amountCents) {
      draft.faults.push(`La facture ${draft.row.number} est déjà publiée avec un autre montant (${formatEuros(published.amountCents)}).`);
    } else if (draft.sha256 !== null && published.documentSha256 !== null && draft.sha256 !== published.documentSha256) {
      draft.faults.push(`La facture ${draft.row.number} est déjà publiée avec un autre PDF.`);
    } else draft.isKnown = true;
  }
}

function verdictOf(draft: Draft): CheckedLine {
  const { line, raw, row, faults, remarks } = draft;
  if (draft.isKnown && faults.length === 0) return { line, raw, verdict: 'already_published', messages: [], publishable: null };
  if (faults.length > 0 || !row) return { line, raw, verdict: 'refused', messages: faults, publishable: null };
  const publishable = { ...row, regieId: draft.regieId, documentSha256: draft.sha256, newEmails: draft.newEmails };
  return { line, raw, verdict: remarks.length > 0 ? 'warning' : 'accepted', messages: remarks, publishable };
}
