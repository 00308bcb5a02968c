// French typography: a no-break space before « : ; ? ! » and inside « », wherever a person reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configuration } from '../build/package/electron-builder.ts';
import { root, sourceFiles, withoutComments, type SourceFile } from './support/source-files.ts';

/** An ordinary space where French wants a no-break one. `?` and `:` of the code have a space on both sides or an operand before. */
const wrong = /(?<=[\p{L}\p{N}»’€%]) [;!?](?=[\s'"`<«)]|$)|« | »|(?<=[\p{L}\p{N}»)’€%]) :(?=[\s'"`<]|$)/u;
const sql = /\b(SELECT|INSERT|VACUUM)\b/;
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** What a person may read: strings of the code, and the text of a template. */
function readable({ path, text }: SourceFile): { line: number; words: string }[] {
  const code = withoutComments(text);
  const strings = path.endsWith('.vue') ? [...scriptStrings(code), ...templateTexts(code)] : stringsOf(code);
  return strings.map(({ at, words }) => ({ line: text.slice(0, at).split('\n').length, words }));
}

const stringsOf = (code: string, from = 0) => [...code.matchAll(quoted)].map((match) => ({ at: from + match.index, words: match[0].replace(/\$\{[^{}]*\}/g, 'x') }));
const scriptStrings = (code: string) => [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].flatMap((match) => stringsOf(match[1] ?? '', match.index + match[0].indexOf('>') + 1));
function templateTexts(code: string): { at: number; words: string }[] {
  const template = /<template>[\s\S]*<\/template>/.exec(code);
  if (!template) return [];
  const start = template.index;
  const plain = template[0].replace(/\{\{[\s\S]*?\}\}/g, (expression) => 'x'.repeat(expression.length));
  const texts = [...plain.matchAll(/>([^<]*)</g)].map((match) => ({ at: start + match.index + 1, words: (match[1] ?? '').replace(/[ \t\r\n]+/g, ' ') }));
  const attributes = [...template[0].matchAll(/\s(?:title|label|alt|aria-label|placeholder|hint|text|subtitle|message|summary)="([^"]*)"/g)].map((match) => ({ at: start + match.index, words: match[1] ?? '' }));
  const bound = [...template[0].matchAll(/(?:\{\{[\s\S]*?\}\}|[:@#v][\w:.-]*="[^"]*")/g)].flatMap((match) => [...match[0].matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)].map((inner) => ({ at: start + match.index, words: inner[0].replace(/\$\{[^{}]*\}/g, 'x') })));
  return [...texts, ...attributes, ...bound];
}

const offenders = (folders: string[]) => sourceFiles(folders, ['.ts', '.vue']).flatMap((file) => readable(file)
  .filter(({ words }) => wrong.test(words) && !sql.test(words) && !words.includes('${')).map(({ line, words }) => `${file.path}:${line} ${words.slice(0, 140)}`));

test.each([['server'], ['electron'], ['renderer'], ['build']])('no ordinary space before a double sign in %s', (folder) => expect(offenders([folder])).toEqual([]));

/** In prose nothing looks like an operator: also the straight apostrophe, and the number cut from its unit or from its thousands. */
const wrongInProse = /« | »| [:;?!](?=\s|$)|(?<=\p{L})'(?=\p{L})|\d (?:[€%]|[kMG]o\b|h\b|\d{3}\b)/u;
const wrongLines = (name: string, text: string) => text.split('\n').flatMap((line, index) => (wrongInProse.test(line) ? [`${name}:${index + 1} ${line.slice(0, 140)}`] : []));
/** A document without its examples of commands, nor what it quotes of the code. */
const prose = (text: string) => text.replace(/```[\s\S]*?```/g, (example) => example.replace(/[^\n]/g, '')).replace(/`[^`\n]*`/g, 'x');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('nor in the documents', () => {
  const documents = [{ path: 'README.md', text: read('README.md') }, ...sourceFiles(['docs'], ['.md'])];
  expect(documents.flatMap(({ path, text }) => wrongLines(path, prose(text)))).toEqual([]);
});

test('nor in what an installer says, nor in what the system shows of the program', () => {
  const said = read('build/package/installer.nsh').split('\n').filter((line) => /^\s*(DetailPrint|MessageBox) /.test(line));
  expect(said.length).toBeGreaterThan(0);
  const { linux, copyright, productName } = configuration();
  const { description } = JSON.parse(read('package.json')) as { description: string };
  const shown = [description, productName, copyright, linux?.synopsis, ...Object.values(linux?.desktop?.entry ?? {})];
  expect([...said, ...shown].flatMap((words) => wrongLines('', String(words)))).toEqual([]);
});
