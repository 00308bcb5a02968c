// Why: what was dropped is sorted before anything is sent: the list, the PDFs, and what cannot be used, with the reason.

export interface RefusedFile { name: string; reason: string }
export interface SortedFiles<F> { sources: F[]; documents: F[]; refused: RefusedFile[] }

const leftBySystems = /^(\..*|thumbs\.db|desktop\.ini|[\u007e]\$.*)$/i;

/** Sorts by extension; files that Windows or macOS leave in folders are passed over in silence. */
export function sortFiles<F extends { name: string }>(files: F[]): SortedFiles<F> {
  const sorted: SortedFiles<F> = { sources: [], documents: [], refused: [] };
  const seen = new Set<string>();
  for (const file of files) {
    if (leftBySystems.test(file.name)) continue;
    const reason = reasonToRefuse(file.name, seen);
    if (reason) sorted.refused.push({ name: file.name, reason });
    else if (extensionOf(file.name) === 'pdf') sorted.documents.push(file);
    else sorted.sources.push(file);
    seen.add(file.name.toLowerCase());
  }
  return sorted;
}

function reasonToRefuse(name: string, seen: Set<string>): string {
  const extension = extensionOf(name);
  if (/^(xlsx?|xlsm|ods)$/.test(extension)) return 'C’est un classeur. Ouvrez-le, enregistrez-le au format «\u00a0CSV UTF-8\u00a0», puis déposez le fichier CSV.';
  if (extension === 'zip') return 'C’est un dossier compressé. Décompressez-le (clic droit, «\u00a0Extraire tout\u00a0»), puis déposez le dossier.';
  if (!/^(csv|txt|pdf)$/.test(extension)) return 'Seuls un fichier CSV et des PDF sont attendus ici.';
  if (seen.has(name.toLowerCase())) return 'Un autre fichier porte le même nom\u00a0: seul le premier a été envoyé.';
  return '';
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
