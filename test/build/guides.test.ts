// The guides hold together: their links lead somewhere, their pictures are those that the window's journeys take, their words are those on the screen.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourceFiles } from '../support/source-files.ts';

const documents = [...sourceFiles(['docs'], ['.md']), { path: 'README.md', text: readFileSync(join(root, 'README.md'), 'utf8') }];
const guides = documents.filter(({ path }) => path.startsWith('docs/guides/'));
const links = documents.flatMap(({ path, text }) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ path, target }))).filter(({ target }) => !/^https?:/.test(target));
const anchorsOf = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-'));

test('every link leads to a file, and to a title of it', () => {
  const lost = links.filter(({ path, target }) => {
    const [file = '', anchor] = decodeURI(target).split('#');
    const found = file ? join(root, dirname(path), file) : join(root, path);
    return !existsSync(found) || (anchor !== undefined && !anchorsOf(readFileSync(found, 'utf8')).includes(anchor));
  });
  expect(lost).toEqual([]);
});

test('every guide is in the list', () => {
  const listed = links.filter(({ path }) => path === 'docs/guides/README.md').map(({ target }) => target);
  expect(guides.map(({ path }) => relative('docs/guides', path)).filter((name) => name !== 'README.md' && !listed.includes(name))).toEqual([]);
});

test('the pictures are those that the journeys take, and each is shown', () => {
  const taken = sourceFiles(['test/e2e'], ['.spec.ts']).flatMap(({ text }) => [...text.matchAll(/capture\(page, '([\w-]+)'\)/g)].map(([, name]) => `${name}.png`)).sort();
  // Beside each, the words that it shows: its journey compares them with the screen.
  expect(readdirSync(join(root, 'docs/guides/captures')).sort()).toEqual(taken.flatMap((name) => [name, name.replace('.png', '.txt')]));
  const shown = guides.flatMap(({ text }) => [...text.matchAll(/\(captures\/([\w.-]+)\)/g)].map(([, name = '']) => name));
  expect([...new Set(shown)].sort()).toEqual(taken);
});

test('what a service of Windows runs or keeps is in a folder that not everyone may write', () => {
  const places = documents.flatMap(({ path, text }) => [...text.matchAll(/\bC:\\([\w ]+)/g)].map(([, folder = '']) => ({ path, folder: folder.trim() })));
  expect(places.length).toBeGreaterThan(5);
  expect(places.filter(({ folder }) => !['Program Files', 'ProgramData'].includes(folder))).toEqual([]);
});

test('what is in bold is on the screen', () => {
  const screen = sourceFiles(['renderer', 'electron', 'server/contract'], ['.vue', '.ts']).map(({ text }) => plain(text)).join('\n');
  const bold = guides.flatMap(({ path, text }) => [...text.matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, words = '']) => ({ path, words: plain(words) })));
  expect(bold.length).toBeGreaterThan(30);
  expect(bold.filter(({ words }) => !screen.includes(words))).toEqual([]);
});

const plain = (text: string) => text.replaceAll('\\u00a0', ' ').replace(/[\u00a0\u202f]/g, ' ');
