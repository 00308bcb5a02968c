// The sources as text: for the tests that read the house rules off the files themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export interface SourceFile { path: string; text: string }

/** Files below these folders with these endings, their path from the root with « / ». */
export function sourceFiles(folders: string[], endings: string[]): SourceFile[] {
  return folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') })))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** What a file imports: paths from the root, or names of packages. Types included: they tie folders together too. */
export function importsOf({ path, text }: SourceFile): string[] {
  const named = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"\n;]*(?:\n[^'"\n;]*)*?\bfrom '([^']+)'/g), ...text.matchAll(/\bimport\('([^']+)'\)/g), ...text.matchAll(/(?:^|\n)import '([^']+)'/g)].map(([, name = '']) => name);
  return named.map((name) => (name.startsWith('.') ? join(dirname(path), name).split(sep).join('/') : name));
}

/** The code without its comments, line for line. */
export const withoutComments = (text: string): string => text
  .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''))
  .replace(/(^|\s)\/\/ .*$/gm, '$1');
