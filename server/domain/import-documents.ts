// Why: gives each invoice its PDF: the one the file names, else the only one whose name holds the invoice's number.
// One PDF never goes to two households.
import { foldKey } from './keys.ts';

/** `sha256` is null when what was received is no PDF. */
export interface ReceivedFile { name: string; sha256: string | null }
export interface Wanting { numberKey: string; fileName: string; payerKey: string }
export interface Match { sha256: string | null; fault?: string; remark?: string }
export interface ReceivedDocuments {
  files: ReceivedFile[];
  /** Payer, by folded code, of each PDF that a published invoice already shows. */
  owners: Map<string, string>;
  allowMissing: boolean;
}

export function matchDocuments(lines: Wanting[], { files, owners, allowMissing }: ReceivedDocuments): { matches: Match[]; unusedFiles: string[] } {
  const byName = groupBy(files, (file) => nameOf(file.name));
  const byNumber = filesByNumber(files, new Set(lines.map((line) => line.numberKey)));
  const choices = lines.map((line) => chooseFile(line, byName, byNumber));
  const payersOfFile = new Map([...owners].map(([sha256, payerKey]) => [sha256, new Set([payerKey])]));
  const usesOfFile = new Map<string, number>();
  choices.forEach(({ file }, index) => {
    if (!file?.sha256) return;
    payersOfFile.set(file.sha256, (payersOfFile.get(file.sha256) ?? new Set()).add(lines[index]?.payerKey ?? ''));
    usesOfFile.set(file.sha256, (usesOfFile.get(file.sha256) ?? 0) + 1);
  });
  const used = new Set(choices.flatMap(({ file }) => file?.name ?? []));
  const matches = choices.map((choice): Match => {
    const { file } = choice;
    if (!file) return missing(choice, allowMissing);
    if (file.sha256 === null) return { sha256: null, fault: `«\u00a0${file.name}\u00a0» n’est pas un PDF lisible.` };
    if ((payersOfFile.get(file.sha256)?.size ?? 0) > 1) return { sha256: null, fault: `Le PDF «\u00a0${file.name}\u00a0» est donné à plusieurs redevables\u00a0: un seul peut le recevoir.` };
    const isShared = (usesOfFile.get(file.sha256) ?? 0) > 1;
    return isShared ? { sha256: file.sha256, remark: `Le PDF «\u00a0${file.name}\u00a0» sert à plusieurs factures de ce redevable.` } : { sha256: file.sha256 };
  });
  return { matches, unusedFiles: files.map((file) => file.name).filter((name) => !used.has(name)) };
}

const nameOf = (name: string) => name.normalize('NFC').toLowerCase().replace(/^.*[\\/]/, '').replace(/\.pdf$/, '');

/** Files by the number that their name holds: alone, or as the only known number in a longer name. */
function filesByNumber(files: ReceivedFile[], numbers: Set<string>): Map<string, ReceivedFile[]> {
  const lengths = [...new Set([...numbers].map((number) => number.length))].filter((length) => length >= 4);
  return groupBy(files, (file) => {
    const key = foldKey(nameOf(file.name));
    const held = numbers.has(key) ? [key] : numbersIn(nameOf(file.name), numbers, lengths);
    return held.length === 1 ? held[0] : undefined;
  });
}

/** Known numbers that stand in the name as a whole: 1001 is in « facture_1001_juin », not in « facture_21001 ». */
function numbersIn(name: string, numbers: Set<string>, lengths: number[]): string[] {
  const groups = name.split(/[^\p{L}\p{M}\p{N}]+/u).flatMap((word) => foldKey(word).match(/\d+|\D+/g) ?? []);
  const starts = groups.map((_, index) => groups.slice(0, index).join('').length);
  const whole = groups.join('');
  const ends = new Set([...starts, whole.length]);
  const held = starts.flatMap((start) => lengths.filter((length) => ends.has(start + length)).map((length) => whole.slice(start, start + length)));
  return [...new Set(held.filter((part) => numbers.has(part)))];
}

function groupBy(files: ReceivedFile[], keyOf: (file: ReceivedFile) => string | undefined): Map<string, ReceivedFile[]> {
  const groups = new Map<string, ReceivedFile[]>();
  for (const file of files) {
    const key = keyOf(file);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return groups;
}

interface Choice { file: ReceivedFile | null; fileName: string; isAmbiguous: boolean }

function chooseFile({ fileName, numberKey }: Wanting, byName: Map<string, ReceivedFile[]>, byNumber: Map<string, ReceivedFile[]>): Choice {
  const candidates = (fileName === '' ? byNumber.get(numberKey) : byName.get(nameOf(fileName))) ?? [];
  const exact = candidates.find((file) => file.name.normalize('NFC') === fileName.normalize('NFC'));
  const file = exact ?? (candidates.length === 1 ? candidates[0] : undefined) ?? null;
  return { file, fileName, isAmbiguous: !file && candidates.length > 1 };
}

function missing({ fileName, isAmbiguous }: Choice, allowMissing: boolean): Match {
  if (isAmbiguous && fileName !== '') return { sha256: null, fault: `Plusieurs PDF portent le nom «\u00a0${fileName}\u00a0». Ne laissez que le bon.` };
  if (isAmbiguous) return { sha256: null, fault: 'Plusieurs PDF portent ce numéro. Indiquez le bon dans la colonne «\u00a0fichier\u00a0».' };
  if (allowMissing) return { sha256: null, remark: 'Sans PDF.' };
  return { sha256: null, fault: fileName === '' ? 'Le PDF de cette facture manque.' : `Le PDF «\u00a0${fileName}\u00a0» manque.` };
}
