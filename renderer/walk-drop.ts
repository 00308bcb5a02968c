// Why: a dropped folder is not a file; its files, at every depth, are gathered here.

/** All the files of a drop. To be called within the event: the browser forgets the items after it. */
export function walkDrop(items: DataTransferItem[]): Promise<File[]> {
  const entries = items.map((item) => item.webkitGetAsEntry());
  // What has no entry (an attachment dragged from a mail program) is a plain file.
  const loose = items.filter((_, rank) => !entries[rank]).map((item) => item.getAsFile()).filter((file) => file !== null);
  return walk(entries.filter((entry) => entry !== null)).then((files) => [...loose, ...files]);
}

async function walk(entries: FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  for (const entry of entries) files.push(...(await filesOf(entry)));
  return files;
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  return walk(await childrenOf((entry as FileSystemDirectoryEntry).createReader()));
}

/** A reader gives 100 entries at most each time, then none. */
async function childrenOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return children;
    children.push(...some);
  }
}
