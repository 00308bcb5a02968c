// Why: gives each invoice its PDF: the one the file names, else the only one whose name holds the invoice's number.
// One PDF never goes to two households.
import { foldKey } from './keys.ts';

/** `sha256` is null when what was received is no PDF. */
export interface ReceivedFile { name: string; sha256: string | null }
export interface Wanting { numberKey: string; fileName: string; payerKey: string }
export interface Match { sha256: string | null; fault?: string; remark?: string }

export function matchDocuments(lines: Wanting[], files: ReceivedFile[], allowMissing: boolean): { matches: Match[]; unusedFiles: string[] } {
  const byName = new Map(files.map((file) => [nameOf(file.name), file]));
  const byNumber = filesByNumber(files, new Set(lines.map((line) => line.numberKey)));
  const chosen = lines.map((line) => chooseFile(line, byName, byNumber));
  const payersOfFile = new Map<string, Set<string>>();
  const usesOfFile = new Map<string, number>();
  chosen.forEach((file, index) => {
    const sha256 = typeof file === 'object' ? file?.sha256 : undefined;
    if (!sha256) return;
    payersOfFile.set(sha256, (payersOfFile.get(sha256) ?? new Set()).add(lines[index]?.payerKey ?? ''));
    usesOfFile.set(sha256, (usesOfFile.get(sha256) ?? 0) + 1);
  });
  const used = new Set(chosen.flatMap((file) => (typeof file === 'object' && file ? [file.name] : [])));
  const matches = chosen.map((file, index) => {
    const payers = typeof file === 'object' && file?.sha256 ? payersOfFile.get(file.sha256)?.size ?? 0 : 0;
    const uses = typeof file === 'object' && file?.sha256 ? usesOfFile.get(file.sha256) ?? 0 : 0;
    return judge(file, { fileName: lines[index]?.fileName ?? '', payers, uses, allowMissing });
  });
  return { matches, unusedFiles: files.map((file) => file.name).filter((name) => !used.has(name)) };
}

const nameOf = (name: string) => name.normalize('NFC').toLowerCase().replace(/^.*[\\/]/, '').replace(/\.pdf$/, '');

/** Files by the number that their name holds: alone, or as the only known number in a longer name. */
function filesByNumber(files: ReceivedFile[], numbers: Set<string>): Map<string, ReceivedFile[]> {
  const found = new Map<string, ReceivedFile[]>();
  const lengths = [...new Set([...numbers].map((number) => number.length))].filter((length) => length >= 4);
  for (const file of files) {
    const key = foldKey(nameOf(file.name));
    const held = numbers.has(key) ? [key] : numbersIn(key, numbers, lengths);
    if (held.length === 1 && held[0]) found.set(held[0], [...(found.get(held[0]) ?? []), file]);
  }
  return found;
}

function numbersIn(key: string, numbers: Set<string>, lengths: number[]): string[] {
  const held = new Set<string>();
  for (const length of lengths) {
    for (let start = 0; start + length <= key.length; start += 1) {
      const part = key.slice(start, start + length);
      if (numbers.has(part)) held.add(part);
    }
  }
  return [...held];
}

type Choice = ReceivedFile | 'missing' | 'ambiguous';

function chooseFile(line: Wanting, byName: Map<string, ReceivedFile>, byNumber: Map<string, ReceivedFile[]>): Choice {
  if (line.fileName !== '') return byName.get(nameOf(line.fileName)) ?? 'missing';
  const candidates = byNumber.get(line.numberKey) ?? [];
  return candidates.length > 1 ? 'ambiguous' : candidates[0] ?? 'missing';
}

function judge(file: Choice, about: { fileName: string; payers: number; uses: number; allowMissing: boolean }): Match {
  if (file === 'ambiguous') return { sha256: null, fault: 'Plusieurs PDF portent ce numéro. Indiquez le bon dans la colonne « fichier ».' };
  if (file === 'missing') return missing(about.fileName, about.allowMissing);
  if (file.sha256 === null) return { sha256: null, fault: `« ${file.name} » n’est pas un PDF lisible.` };
  if (about.payers > 1) return { sha256: null, fault: `Le PDF « ${file.name} » est donné à plusieurs redevables\u00a0: un seul peut le recevoir.` };
  return about.uses > 1 ? { sha256: file.sha256, remark: `Le PDF « ${file.name} » sert à plusieurs factures de ce redevable.` } : { sha256: file.sha256 };
}

function missing(fileName: string, allowMissing: boolean): Match {
  if (allowMissing) return { sha256: null, remark: 'Cette facture sera publiée sans PDF.' };
  return { sha256: null, fault: fileName === '' ? 'Le PDF de cette facture manque.' : `Le PDF « ${fileName} » manque.` };
}
