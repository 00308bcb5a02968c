import { describe, expect, it } from 'vitest';
import { sortFiles } from '../../renderer/sort-files.ts';

const sorted = (...names: string[]) => {
  const { sources, documents, refused } = sortFiles(names.map((name) => ({ name })));
  return { sources: sources.map(({ name }) => name), documents: documents.map(({ name }) => name), refused };
};

describe('dropped files', () => {
  it('are a list and PDFs, whatever the case of their extension', () => {
    expect(sorted('Liste.CSV', 'a.pdf', 'B.PDF')).toEqual({ sources: ['Liste.CSV'], documents: ['a.pdf', 'B.PDF'], refused: [] });
  });

  it('leave out in silence what systems put in folders', () => {
    expect(sorted('Thumbs.db', 'desktop.ini', '.DS_Store', '._a.pdf', '~$liste.xlsx')).toEqual({ sources: [], documents: [], refused: [] });
  });

  it('are refused with the way out', () => {
    const { refused } = sorted('factures.xlsx', 'tout.zip', 'photo.jpg', 'sans-extension');
    expect(refused.map(({ name }) => name)).toEqual(['factures.xlsx', 'tout.zip', 'photo.jpg', 'sans-extension']);
    expect(refused[0]?.reason).toContain('CSV');
    expect(refused[1]?.reason).toContain('Décompressez');
  });

  it('never hide one another: the second of the same name is told', () => {
    const { documents, refused } = sorted('f-1.pdf', 'F-1.PDF');
    expect(documents).toEqual(['f-1.pdf']);
    expect(refused).toHaveLength(1);
  });
});
