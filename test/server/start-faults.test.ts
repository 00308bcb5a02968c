// What can go wrong with the machine at start: each has its French sentence, and nothing is damaged.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../server/errors.ts';
import { databaseFileName } from '../../server/db/database.ts';
import { startServer } from '../../server/start.ts';
import { takeDataFolder } from '../../server/data-folder.ts';
import { importFolder } from '../../server/commands/import-folder.ts';
import { Invoice, Regie } from '../../server/models/index.ts';
import { csvOf, pdfOf } from '../support/household.ts';
import { StaffBrowser } from '../support/staff-browser.ts';
import { storedDocuments } from '../support/open-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { plainSpaces } from '../support/french.ts';

const undo: (() => void)[] = [];
afterEach(() => { for (const step of undo.splice(0).reverse()) step(); });

function folder(): string {
  const made = temporaryFolder();
  undo.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const config = (dataFolder: string, portalPort = 0) => ({ dataFolder, portalPort, staffPort: 0, publicUrl: undefined, trustedProxies: [] });
async function refusal(dataFolder: string, portalPort = 0): Promise<string> {
  try {
    await (await startServer(config(dataFolder, portalPort))).stop();
    return 'started';
  } catch (error) {
    return error instanceof AppError ? plainSpaces(error.sentence).replace(dataFolder, 'X') : `not foreseen: ${String(error)}`;
  }
}

/** A file system of its own, as small or as closed as wanted; null when this machine does not let us. */
function mounted(options: string): string | null {
  const place = mkdtempSync(join(tmpdir(), 'portail-montage-'));
  undo.push(() => rmSync(place, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return null;
  }
  undo.push(() => execFileSync('umount', ['-l', place]));
  return place;
}

/** Takes all the room that is left. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let size = 1 << 20; size >= 512; size >>= 1) for (let isFull = false; !isFull;) isFull = !writes(handle, size);
  } finally {
    closeSync(handle);
  }
}
function writes(handle: number, size: number): boolean {
  try {
    return writeSync(handle, Buffer.alloc(size, 1)) === size;
  } catch {
    return false;
  }
}

describe('the database', () => {
  const unreadable = 'La base de données du dossier « X » est abîmée ou illisible. Restaurez une sauvegarde.';
  it.each<[string, (file: string) => void]>([
    ['is a text', (file) => writeFileSync(file, 'ceci n’est pas une base, '.repeat(500))],
    ['has a damaged first page', (file) => { const handle = openSync(file, 'r+'); writeSync(handle, Buffer.alloc(1_500, 0xa5), 0, 1_500, 100); }],
    ['is cut in two', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096)],
  ])('%s', async (_, damage) => {
    const place = folder();
    damage(join(place, databaseFileName));
    expect(await refusal(place)).toBe(unreadable);
  });

  it('has a damaged key file beside it', async () => {
    const place = folder();
    writeFileSync(join(place, 'cle'), 'courte');
    expect(await refusal(place)).toBe(unreadable);
  });
});

describe('the data folder', () => {
  const unwritable = 'Le dossier des données « X » n’est pas accessible en écriture. Vérifiez ses droits, ou choisissez un autre dossier.';
  it('is a file', async () => {
    const place = join(folder(), 'fichier');
    writeFileSync(place, '');
    expect(await refusal(place)).toBe(unwritable);
  });

  it('has a file where a folder should be', async () => {
    const place = folder();
    writeFileSync(join(place, 'documents'), '');
    expect(await refusal(place)).toBe(unwritable);
  });

  it('is read-only', async ({ skip }) => {
    const place = mounted('ro,size=1m');
    if (!place) return skip('this machine does not let us mount a file system');
    expect(await refusal(place)).toBe(unwritable);
  });

  it('is full', async ({ skip }) => {
    const place = mounted('size=64k');
    if (!place) return skip('this machine does not let us mount a file system');
    expect(await refusal(place)).toBe('Le disque est plein : libérez de la place, puis recommencez. Rien n’a été perdu.');
  });

  it('fills up during an import: nothing is published, and it works again once there is room', async ({ skip }) => {
    const place = mounted('size=3m');
    if (!place) return skip('this machine does not let us mount a file system');
    const server = await startServer(config(place));
    const source = folder();
    const importAll = (count: number) => {
      const rows = Array.from({ length: count }, (_, index) => ({ numero: `2026-${index}`, montant: '1', code_payeur: 'A', nom: 'A', fichier: `${index}.pdf` }));
      writeFileSync(join(source, 'f.csv'), csvOf(rows));
      for (const { fichier } of rows) writeFileSync(join(source, fichier), pdfOf(fichier, 100_000));
      return importFolder({ dataFolder: place, csvFile: join(source, 'f.csv'), pdfFolder: source, allowMissingPdf: false, publish: true, actor: 'test', now: new Date() });
    };
    await expect(importAll(40)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect([await Invoice.count(), storedDocuments(place).filter((name) => !name.endsWith('.pdf'))]).toEqual([0, []]);
    rmSync(join(place, 'documents'), { recursive: true });
    for (let index = 2; index < 40; index += 1) rmSync(join(source, `${index}.pdf`));
    expect((await importAll(2)).state).toBe('published');
    await server.stop();
  });

  it('is already in use, and free again when that one has stopped', async () => {
    const place = folder();
    const release = await takeDataFolder(place);
    expect(await refusal(place)).toBe('Le portail est déjà ouvert avec le dossier « X ». Fermez l’autre fenêtre avant de recommencer.');
    await release();
    expect(await refusal(place)).toBe('started');
  });

  it('is copied to and fro by a cloud service, even behind a link: nothing is written there', async () => {
    const cloud = join(folder(), 'OneDrive - Mairie d’Éguzon');
    mkdirSync(cloud);
    const link = join(folder(), 'lien');
    symlinkSync(cloud, link);
    for (const place of [join(cloud, 'Données du portail'), join(link, 'portail')]) {
      expect(await refusal(place)).toMatch(/^Le dossier des données « X » est dans OneDrive, qui copie les fichiers pendant que le portail y écrit : .+ par exemple « \/var\/lib\/portail-des-factures »\.$/);
    }
    expect(readdirSync(cloud)).toEqual([]);
  });

  it('held a portal and no longer does: no empty one takes its place', async () => {
    const place = join(folder(), 'débranché');
    const known = { ...config(place), isKnown: true };
    await expect(startServer(known)).rejects.toMatchObject({ code: 'data_folder_gone' });
    expect(existsSync(place)).toBe(false);
    await (await startServer(config(place))).stop();
    await (await startServer(known)).stop();
  });

  it('is deleted under a running server, which says so', async () => {
    const place = folder();
    const server = await startServer(config(place));
    rmSync(place, { recursive: true });
    expect(plainSpaces((await server.lost).sentence)).toMatch(/^Le dossier des données « .+ » a disparu, ou ne contient plus la base\. .+ restaurez une sauvegarde\.$/);
    await server.stop();
    expect(existsSync(place)).toBe(false);
  });

  it('fills up while it serves: each write is refused with its sentence and leaves nothing, reading goes on, and there is no need to restart', async ({ skip }) => {
    const place = mounted('size=8m');
    if (!place) return skip('this machine does not let us mount a file system');
    const server = await startServer(config(place));
    const staff = new StaffBrowser(server.staffUrl);
    await staff.launch(await server.newLaunchKey());
    await staff.logIn();
    const before = await Regie.count();
    const rest = join(place, 'reste');
    fill(rest);
    const save = async (code: string) => (await staff.postJson('/api/regies.save', { code, name: 'Régie '.repeat(8) }));
    let kept = 0;
    let answer = await save('R0');
    for (; answer.status === 200 && kept < 400; kept += 1) answer = await save(`R${kept + 1}`);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([507, expect.objectContaining({ code: 'disk_full', message: expect.stringMatching(/^Le disque est plein/) })]);
    expect(await Regie.count()).toBe(before + kept);
    expect((await fetch(`${server.portalUrl}/connexion`)).status).toBe(200);
    rmSync(rest);
    expect((await save('PLACE')).status).toBe(200);
    expect(await Regie.count()).toBe(before + kept + 1);
    await server.stop();
  });
});

it('a taken port is named with another to try, and what was opened is closed again', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const place = folder();
  expect(await refusal(place, port)).toMatch(new RegExp(`^Le port ${port} est déjà utilisé par un autre programme de ce poste. Essayez le port \\d+\\.$`));
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  expect(await refusal(place, port)).toBe('started');
});

it('a port that the portal of another session holds is not offered another: there would be two portals', async () => {
  const first = await startServer(config(folder()));
  const port = Number(new URL(first.portalUrl).port);
  expect(await refusal(folder(), port)).toMatch(new RegExp(`^Le portail est déjà ouvert sur ce poste \\(port ${port}\\), sans doute dans la session d’un autre utilisateur\\.`));
  await first.stop();
});
