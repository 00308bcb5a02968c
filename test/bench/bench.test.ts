// Checks that the bench cannot be pleased with nothing: a goal missed is a failure, attempts that are not open are no measure.
import { describe, expect, it, onTestFinished } from 'vitest';
import { importFolder } from '../../server/commands/import-folder.ts';
import { saveRegie } from '../../server/commands/save-regie.ts';
import { closeDatabase } from '../../server/db/database.ts';
import { openState } from '../../server/open-state.ts';
import { emptyCommune, freshFolder, removeFolders } from './communes.ts';
import { writeImportSource } from './import-sources.ts';
import { openPayments } from './open-payments.ts';
import { concludeBench, type Figure } from './report.ts';

describe('what the bench ends with', () => {
  const figure = (value: number, goal?: Figure['goal']): Figure => ({ label: 'Durée', value, unit: 'ms', ...(goal && { goal }) });
  it.each<[string, Figure[], number]>([
    ['every goal reached', [figure(1, { atMost: 1 }), figure(2, { atLeast: 2 }), figure(9)], 0],
    ['one goal missed among others', [figure(1, { atMost: 1 }), figure(2, { atMost: 1 })], 1],
    ['too few', [figure(1, { atLeast: 2 })], 1],
    ['no number at all', [figure(Number.NaN, { atMost: 1 })], 1],
  ])('%s', (_, figures, code) => expect(concludeBench(figures)).toBe(code));
});

it('does not measure attempts that are not open', async () => {
  onTestFinished(async () => {
    await closeDatabase();
    removeFolders();
  });
  await expect(openPayments(await freshFolder(emptyCommune), 1)).rejects.toThrow('0 attempts open instead of 1');
});

it('imports what can be published, in a commune of several régies too', async () => {
  onTestFinished(async () => {
    await closeDatabase();
    removeFolders();
  });
  const dataFolder = await freshFolder(emptyCommune);
  await openState(dataFolder);
  await saveRegie({ code: 'EAU', name: 'Eau', actor: 'bench' });
  const { csvFile, pdfFolder } = writeImportSource(2, true);
  expect(await importFolder({ dataFolder, csvFile, pdfFolder, allowMissingPdf: false, publish: true, actor: 'bench', now: new Date() })).toMatchObject({ state: 'published' });
});
