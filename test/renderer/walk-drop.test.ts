import { expect, it } from 'vitest';
import { walkDrop } from '../../renderer/walk-drop.ts';

const file = (name: string) => ({ isFile: true, file: (done: (file: File) => void) => done(new File([], name)) });
const folder = (children: object[]) => ({
  isFile: false,
  createReader() {
    let rest = children;
    return {
      // As browsers do: 100 entries at most each time.
      readEntries(done: (some: object[]) => void) {
        const some = rest.slice(0, 100);
        rest = rest.slice(100);
        done(some);
      },
    };
  },
});
const item = (entry: object | null) => ({ webkitGetAsEntry: () => entry, getAsFile: () => new File([], 'joint.pdf') }) as unknown as DataTransferItem;

it('gathers the files of nested folders, beyond the 100 of one reading, and files without an entry', async () => {
  const many = Array.from({ length: 250 }, (_, rank) => file(`f-${rank}.pdf`));
  const files = await walkDrop([item(folder([file('liste.csv'), folder(many)])), item(file('seul.pdf')), item(null)]);
  expect(files).toHaveLength(253);
  expect(new Set(files.map(({ name }) => name)).size).toBe(253);
});
