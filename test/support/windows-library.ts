// A library of Windows (PE32) that exports names and holds no code: enough for a compiler that only asks whether a name is there.
const headersBytes = 0x200;
const sectionAt = 0x1000;
const directoryBytes = 40;

export function namesOnlyLibrary(names: string[]): Buffer {
  const exported = exportSection(names);
  return Buffer.concat([headers(exported.length), exported]);
}

/** The directory of exports, then its tables: where each code is (nowhere), where each name is, which code each name has; then the names. */
function exportSection(names: string[]): Buffer {
  const [codes, pointers, ranks] = [directoryBytes, directoryBytes + 4 * names.length, directoryBytes + 8 * names.length];
  const tables = Buffer.alloc(directoryBytes + 10 * names.length);
  const words: Buffer[] = [];
  let end = tables.length;
  names.forEach((name, rank) => {
    const word = Buffer.from(`${name}\0`, 'latin1');
    tables.writeUInt32LE(sectionAt + end, pointers + 4 * rank);
    tables.writeUInt16LE(rank, ranks + 2 * rank);
    words.push(word);
    end += word.length;
  });
  const directory = [[16, 1], [20, names.length], [24, names.length], [28, sectionAt + codes], [32, sectionAt + pointers], [36, sectionAt + ranks]];
  for (const [at = 0, value = 0] of directory) tables.writeUInt32LE(value, at);
  return Buffer.concat([tables, ...words]);
}

function headers(sectionBytes: number): Buffer {
  const [pe, optional, section] = [64, 88, 312];
  const bytes = Buffer.alloc(headersBytes);
  bytes.write('MZ', 0);
  bytes.writeUInt32LE(pe, 60);
  bytes.write('PE\0\0', pe);
  // Of the file: for 386, one section, the size of what follows, a 32-bit library.
  for (const [at = 0, value = 0] of [[4, 0x14c], [6, 1], [20, section - optional], [22, 0x2102]]) bytes.writeUInt16LE(value, pe + at);
  bytes.writeUInt16LE(0x10b, optional);
  // Of its image: alignments, sizes, then sixteen directories of which the first says where the exports are.
  for (const [at = 0, value = 0] of [[32, 0x1000], [36, headersBytes], [56, 0x2000], [60, headersBytes], [92, 16], [96, sectionAt], [100, sectionBytes]]) bytes.writeUInt32LE(value, optional + at);
  bytes.write('.edata', section);
  for (const [at = 0, value = 0] of [[8, sectionBytes], [12, sectionAt], [16, sectionBytes], [20, headersBytes], [36, 0x40000040]]) bytes.writeUInt32LE(value, section + at);
  return bytes;
}
