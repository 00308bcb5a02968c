// Why: what an installer needs to understand a portal that does not open, in one text that holds nobody's name, address nor secret. Reads only, whatever is broken.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { cpus, freemem, homedir, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import { formatCount, formatDateTime } from './contract/format.ts';
import { databaseFileName } from './db/database.ts';
import { openReadConnection, type ReadConnection } from './db/driver.ts';
import { latestVersion } from './db/migrate.ts';
import { hidePeople } from './domain/hide-people.ts';

export interface DiagnosticOrder {
  dataFolder: string;
  /** What is known of the program that asks: its version, its engine. */
  program: string;
  logFile: string;
  now: Date;
}

const lastLines = 400;
const longestTail = 512 * 1024;
const mega = 1e6;

export async function writeDiagnostic(order: DiagnosticOrder): Promise<string> {
  const sections: [string, () => Promise<string[]> | string[]][] = [
    ['Programme et machine', () => describeMachine(order.program)],
    ['Dossier des données', () => describeFolder(order.dataFolder)],
    ['Base de données', () => describeDatabase(order.dataFolder)],
    [`Journal du serveur (${lastLines} dernières lignes)`, () => tailOf(order.logFile)],
  ];
  const lines = ['Diagnostic du portail des factures', formatDateTime(order.now), '', 'Ce texte ne contient ni nom, ni adresse de messagerie, ni mot de passe, ni facture.'];
  for (const [title, describe] of sections) lines.push('', `== ${title}`, ...(await Promise.resolve().then(describe).catch((error: unknown) => [`illisible\u00a0: ${String(error)}`])));
  return `${hidePeople(lines.join('\n'), homedir())}\n`;
}

function describeMachine(program: string): string[] {
  return [
    program, `Node ${process.versions.node}, ${process.platform} ${process.arch} ${release()}`,
    `${formatCount(cpus().length, 'processeur', 'processeurs')}, mémoire ${megabytes(totalmem())} dont ${megabytes(freemem())} libres, machine allumée depuis ${Math.round(uptime() / 60)} min`,
  ].filter(Boolean);
}

async function describeFolder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [`${folder}\u00a0: absent`];
  const disk = await statfs(folder);
  const entries = readdirSync(folder).sort().map((name) => {
    const { mtime } = statSync(join(folder, name));
    const { files, bytes } = measure(join(folder, name));
    return `  ${name}\u00a0: ${formatCount(files, 'fichier', 'fichiers')}, ${megabytes(bytes)}, modifié le ${formatDateTime(mtime)}`;
  });
  return [folder, `place libre\u00a0: ${megabytes(disk.bavail * disk.bsize)}`, ...entries];
}

function measure(path: string): { files: number; bytes: number } {
  const found = statSync(path);
  if (!found.isDirectory()) return { files: 1, bytes: found.size };
  return readdirSync(path).map((name) => measure(join(path, name))).reduce((sum, each) => ({ files: sum.files + each.files, bytes: sum.bytes + each.bytes }), { files: 0, bytes: 0 });
}

type Read = ReadConnection['read'];

/** Each line apart: one that cannot be read hides no other. */
async function describeDatabase(folder: string): Promise<string[]> {
  const file = join(folder, databaseFileName);
  if (!existsSync(file)) return ['absente'];
  const connection = await openReadConnection(file);
  const { read } = connection;
  const asked: [string, () => Promise<string>][] = [
    ['schéma', async () => `${(await read<{ version: number }>('SELECT MAX(version) AS version FROM schema_migrations'))[0]?.version ?? '?'}, programme ${latestVersion()}`],
    ['intégrité', async () => (await read<{ integrity_check: string }>('PRAGMA integrity_check(20)')).map((row) => row.integrity_check).join('\u00a0; ')],
    ['références rompues', async () => String((await read('PRAGMA foreign_key_check')).length)],
    ['lignes', () => countRows(read)],
    ['réglages', () => describeSettings(read)],
  ];
  try {
    const lines: string[] = [];
    for (const [title, ask] of asked) lines.push(`${title}\u00a0: ${await ask().catch((error: unknown) => `illisible (${String(error)})`)}`);
    return lines;
  } finally {
    await connection.close();
  }
}

async function countRows(read: Read): Promise<string> {
  const tables = await read<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name");
  const counts: string[] = [];
  for (const { name } of tables) counts.push(`${name} ${(await read<{ n: number }>(`SELECT COUNT(*) AS n FROM "${name}"`))[0]?.n ?? '?'}`);
  return counts.join(', ');
}

/** Named one by one: a setting that is added says nothing of itself here. */
async function describeSettings(read: Read): Promise<string> {
  const rows = await read<{ section: string; value: string }>("SELECT section, value FROM settings WHERE section IN ('portal', 'smtp', 'payments')");
  const of = (section: string): Record<string, unknown> => JSON.parse(rows.find((row) => row.section === section)?.value ?? '{}') as Record<string, unknown>;
  const [portal, smtp, payments] = [of('portal'), of('smtp'), of('payments')];
  return [
    `portail ${String(portal.exposure ?? 'this-pc')}, ${String(portal.publicUrl ?? 'adresse par défaut')}`,
    `messagerie ${smtp.host ? `${String(smtp.host)}:${String(smtp.port)} (${String(smtp.security)})` : 'aucune'}`,
    `paiements ${String(payments.baseUrl ?? 'PayFiP')}`,
  ].join('\u00a0; ');
}

function tailOf(logFile: string): string[] {
  if (!logFile || !existsSync(logFile)) return ['absent'];
  const text = readFileSync(logFile);
  return text.subarray(Math.max(0, text.length - longestTail)).toString('utf8').split('\n').filter(Boolean).slice(-lastLines);
}

const megabytes = (bytes: number) => `${(bytes / mega).toLocaleString('fr-FR', { maximumFractionDigits: 3 })} Mo`;
