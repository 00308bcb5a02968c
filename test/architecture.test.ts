// The house rules that the files can prove: who imports whom, sizes, names.
import { expect, test } from 'vitest';
import { importsOf, sourceFiles, withoutComments } from './support/source-files.ts';

/** What each folder may import, below the root; `npm:` = packages, `node:` = Node's own modules. `*` = every one of them. */
const allowed: Record<string, string[]> = {
  'server/domain': ['server/domain', 'server/contract', 'node:net', 'node:url'],
  'server/contract': ['server/contract', 'server/domain', 'npm:zod'],
  'server/models': ['server/models', 'server/domain', 'server/contract', 'npm:sequelize'],
  'server/db': ['server/db', 'server/models', 'server/contract', 'server/transaction-scope.ts', 'server/call-place.ts', 'server/log.ts', 'npm:sequelize', 'npm:sqlite3', 'node:*'],
  'server/crypto': ['server/crypto', 'server/errors.ts', 'server/transaction-scope.ts', 'npm:@node-rs/argon2', 'npm:@zxcvbn-ts/language-common', 'npm:@zxcvbn-ts/language-fr', 'node:*'],
  'server/backup': ['server/backup', 'server/documents', 'server/errors.ts', 'server/transaction-scope.ts', 'npm:zod', 'node:*'],
  'server/documents': ['server/documents', 'server/domain', 'server/errors.ts', 'server/log.ts', 'server/transaction-scope.ts', 'node:*'],
  'server/mail': ['server/mail', 'server/domain', 'server/contract', 'server/errors.ts', 'server/log.ts', 'server/transaction-scope.ts', 'npm:nodemailer', 'npm:mailparser', 'node:*'],
  'server/payfip': ['server/payfip', 'server/domain', 'server/errors.ts', 'server/transaction-scope.ts', 'npm:fast-xml-parser', 'node:*'],
  'server/payfip-simulator': ['server/payfip-simulator', 'server/payfip/xml.ts', 'server/domain', 'server/contract/format.ts', 'server/resources-folder.ts', 'node:*'],
  'server/commands': [
    'server/commands', 'server/domain', 'server/contract', 'server/models', 'server/db', 'server/crypto', 'server/documents', 'server/mail', 'server/payfip',
    'server/backup', 'server/call-place.ts', 'server/errors.ts', 'server/health.ts', 'server/log.ts', 'server/public-address.ts', 'server/settings.ts', 'server/restored-state.ts', 'server/resources-folder.ts', 'npm:sequelize', 'npm:csv-parse/sync', 'npm:iconv-lite', 'npm:zod', 'node:*',
  ],
  'server/jobs': ['server/jobs', 'server/commands', 'server/models', 'server/db', 'server/mail', 'server/domain', 'server/log.ts', 'server/health.ts', 'server/settings.ts', 'npm:sequelize', 'node:*'],
  'server/http': ['server/http', 'server/commands', 'server/contract', 'server/crypto', 'server/db', 'server/documents', 'server/domain', 'server/models', 'server/call-place.ts', 'server/errors.ts', 'server/log.ts', 'server/public-address.ts', 'server/settings.ts', 'npm:*', 'node:*'],
  'server/portal': ['server', 'npm:*', 'node:*'],
  'server/staff': ['server', 'npm:*', 'node:*'],
  'server/cli': ['server/cli', 'server/diagnostic.ts', 'server/commands', 'server/contract', 'server/domain', 'server/models', 'server/errors.ts', 'server/settings.ts', 'node:*'],
  server: ['server', 'npm:pino', 'npm:zod', 'npm:markdown-it', 'node:*'],
  renderer: [
    'renderer', 'server/contract', 'electron/desktop-api.ts', 'npm:vue', 'npm:vue-router', 'npm:vuetify', 'npm:uqr', 'npm:@mdi/js', 'npm:zod', 'npm:markdown-it',
    'npm:pdfjs-dist/legacy/build/pdf.mjs', 'npm:pdfjs-dist/legacy/build/pdf.worker.mjs?worker',
    ...['commands', 'history', 'keymap', 'markdown', 'model', 'schema-list', 'state', 'view'].map((name) => `npm:prosemirror-${name}`),
  ],
  electron: ['electron', 'npm:electron', 'npm:electron-updater', 'node:*'],
};
/** Narrower than the folder's own line: staff and portal are two doors that do not know each other. */
const forbidden: Record<string, string[]> = {
  'server/portal': ['server/staff', 'server/jobs', 'server/cli'], 'server/staff': ['server/portal', 'server/jobs', 'server/cli'],
  'server/http': ['server/portal', 'server/staff'], server: ['npm:electron', 'renderer', 'electron'],
};

const files = sourceFiles(['server', 'renderer', 'electron'], ['.ts', '.vue']);
const folderOf = (path: string) => Object.keys(allowed).filter((folder) => path.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0] ?? '';
const isBelow = (name: string, place: string) => name === place || (place.endsWith('*') ? name.startsWith(place.slice(0, -1)) : name.startsWith(`${place}/`));
const nameOf = (imported: string) => (/^(server|renderer|electron|resources)\//.test(imported) || imported.startsWith('node:') ? imported : `npm:${imported}`);
const lines = (text: string) => withoutComments(text).split('\n').filter((line) => line.trim()).length;

test('each folder imports what its line of the table allows', () => {
  const breaches = files.flatMap((file) => importsOf(file).map(nameOf).filter((name) => {
    const folder = folderOf(file.path);
    return !(allowed[folder] ?? []).some((place) => isBelow(name, place)) || (forbidden[folder] ?? []).some((place) => isBelow(name, place));
  }).map((name) => `${file.path} imports ${name}`));
  expect(breaches).toEqual([]);
});

/** All that these files load, even from afar; types are not loaded. */
function reachedFrom(starts: string[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const waiting = [...starts];
  const reached = new Set(waiting);
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    const file = byPath.get(path);
    const values = file ? importsOf({ ...file, text: file.text.replace(/^import type .*$/gm, '') }) : [];
    for (const name of values) if (!reached.has(name)) waiting.push(reached.add(name) && name);
  }
  return [...reached];
}

test('the contract runs in a browser: nothing that it needs, even from afar, is of Node', () => {
  const reached = reachedFrom(files.filter((file) => file.path.startsWith('server/contract/')).map((file) => file.path));
  expect(reached.filter((name) => name.startsWith('node:') || /^server\/(?!contract|domain)/.test(name))).toEqual([]);
});

test('the command line, which is started for each order, loads neither door of the server', () => {
  const reached = reachedFrom(['server/cli.ts']);
  expect(reached).toContain('server/commands/create-agent.ts');
  expect(reached.filter((name) => /^server\/(portal|staff|http|jobs)\/|^(koa|vue)\b/.test(name))).toEqual([]);
});

test('nothing of the server or of the interface needs the desktop shell', () => {
  const users = files.filter(({ path, text }) => !path.startsWith('electron/') && /from 'electron'|require\('electron'\)/.test(text));
  expect(users.map((file) => file.path)).toEqual([]);
});

test('files stay small: 300 lines of code at most, 200 for a component', () => {
  expect(files.filter(({ path, text }) => lines(text) > (path.endsWith('.vue') ? 200 : 300)).map(({ path, text }) => `${path}: ${lines(text)}`)).toEqual([]);
});

test('names: kebab-case files, no default export, a command exports the function (or the family) that its file names', () => {
  const code = files.filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  expect(code.filter(({ path }) => !/^[a-z0-9.-]+$/.test(path.split('/').pop() ?? '')).map((file) => file.path)).toEqual([]);
  expect(code.filter(({ text }) => /^export default/m.test(text)).map((file) => file.path)).toEqual([]);
  const nameless = code.filter(({ path, text }) => {
    const [, name = ''] = /^server\/commands\/(.+)\.ts$/.exec(path) ?? [];
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return name !== '' && !new RegExp(`^export (async )?(function|const) ${camel}`, 'm').test(text);
  });
  expect(nameless.map((file) => file.path)).toEqual([]);
});

test('every file says in its first line why it exists', () => {
  expect(files.filter(({ path, text }) => path.endsWith('.ts') && !text.startsWith('//')).map((file) => file.path)).toEqual([]);
});

test('the schema only changes by hand-written migrations', () => {
  const risky = /changeColumn|removeColumn|renameColumn|addConstraint|\bsync\(\{[^)]*(alter|force)/;
  expect(files.filter(({ text }) => risky.test(withoutComments(text))).map((file) => file.path)).toEqual([]);
});

/** Commands that write without an entry of the journal, and why. */
const unaudited: Record<string, string> = {
  'check-import-files': 'computes verdicts of a draft: nothing is published', 'choose-setup': 'a reminder, of no effect', 'close-announcement': 'what a resident has read',
  'declare-invoices': 'part of what is audited', 'deliver-mails': 'each mail has its own row, state and date', 'queue-mail': 'each mail has its own row', 'note-backup': 'part of what is audited', 'note-reading': 'what a resident has read', 'change-invoices': 'part of what is audited', 'tell-of-invoices': 'part of what is audited', 'end-pending-links': 'part of what is audited',
  'fill-sort-keys': 'what the name says already', 'fail-interrupted-payments': 'the attempt and its answers say it', 'free-stale-lines': 'the attempt says it', 'poll-payments': 'settle-payment says what it changes',
  'settle-payment': 'record-reading says what it changes', 'settle-by-time': 'the attempt and its answers say it', 'record-answer': 'is itself the record of an answer', 'start-payment': 'the attempt, its lines and its answers are the record',
  'import-folder': 'made of audited commands', 'insert-rows': 'part of what is audited', 'issue-token': 'part of what is audited', 'leave-out-lost-time': 'postpones what nobody could look at: no decision', 'open-session': 'part of what is audited',
  'request-activation': 'the mail is the record, and time must not tell who is known', 'request-password-reset': 'the mail is the record, and time must not tell who is known',
  'resume-session': 'the same visit goes on', 'touch-session': 'the same visit goes on', 'undo-fact': 'part of what is audited', 'spend-tries': 'counts', 'verify-public-address': 'a reminder, of no effect', 'record-audit': 'writes the journal', 'verify-journal': 'reads only',
};

test('a command that writes leaves an entry in the journal, or says why not', () => {
  const writing = /\b(inTransaction|create|bulkCreate|findOrCreate|update|destroy|upsert|increment|decrement|bulkInsert)\(/;
  const commands = files.flatMap(({ path, text }) => (path.startsWith('server/commands/') ? [{ name: path.replace(/^server\/commands\/(.*)\.ts$/, '$1'), text: withoutComments(text) }] : []));
  const silent = commands.filter(({ text }) => writing.test(text) && !text.includes('recordAudit(')).map(({ name }) => name);
  expect(silent.filter((name) => !(name in unaudited))).toEqual([]);
  expect(Object.keys(unaudited).filter((name) => !commands.some((command) => command.name === name))).toEqual([]);
});
