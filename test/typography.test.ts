// French typography: a no-break space before « : ; ? ! » and inside « », wherever a person reads.
import { expect, test } from 'vitest';
import { sourceFiles, withoutComments, type SourceFile } from './support/source-files.ts';

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

test.each([['server'], ['electron'], ['renderer']])('no ordinary space before a double sign in %s', (folder) => expect(offenders([folder])).toEqual([]));
