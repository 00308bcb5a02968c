// The demonstration and its examples of refusals do what they promise; announcing tells each account once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { announceInvoices } from '../../server/commands/announce-invoices.ts';
import { importFolder } from '../../server/commands/import-folder.ts';
import { demonstrationFolder, loadDemonstration } from '../../server/commands/load-demonstration.ts';
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import { requestActivation } from '../../server/commands/request-activation.ts';
import { startMailCatcher, type MailCatcher } from '../../build/mail-catcher.ts';
import { Account, ImportLine, Invoice, OutgoingMail, Regie, type ImportBatch } from '../../server/models/index.ts';
import { mailServerMark, readFacts, readSettings } from '../../server/settings.ts';
import { openFolder } from '../support/open-folder.ts';
import { plainSpaces } from '../support/french.ts';

let folder: Awaited<ReturnType<typeof openFolder>>;
let mails: MailCatcher;
let batch: ImportBatch;
const now = new Date('2026-11-23T09:00:00Z');
const load = () => loadDemonstration({ dataFolder: folder.dataFolder, smtpPort: mails.smtpPort, publicUrl: 'https://factures.demo.test', payfipUrl: null, now });
beforeAll(async () => {
  mails = await startMailCatcher({ smtpPort: 0, webPort: 0 });
  folder = await openFolder();
  batch = (await load())!;
}, 60_000);
afterAll(async () => { await folder.close(); await mails.stop(); });

const refusals = async (csvFile: string) => {
  const examples = join(demonstrationFolder, 'exemples-refuses');
  const checked = await importFolder({ dataFolder: folder.dataFolder, csvFile: join(examples, csvFile), pdfFolder: join(examples, 'pdf'), allowMissingPdf: false, publish: false, actor: 'test', now });
  return { checked, lines: await ImportLine.findAll({ where: { batchId: checked.id }, order: [['line', 'ASC']], raw: true }) };
};

it('loads whole, with no refusal and no PDF left over, and once', async () => {
  expect(JSON.parse(batch.counts)).toMatchObject({ refused: 0, already_published: 0 });
  expect([batch.state, JSON.parse(batch.unusedFiles), await Invoice.count()]).toEqual(['published', [], JSON.parse(batch.counts).lines]);
  expect(await load()).toBe(null);
  // Its mails are caught as they are: the first run does not ask for a trial.
  expect((await readFacts()).mailTried).toBe(mailServerMark((await readSettings()).smtp));
});

it('takes payments of the simulator alone', async () => {
  expect(await Regie.count({ where: { stage: 'production' } })).toBe(0);
  const order = { dataFolder: folder.dataFolder, smtpPort: null, publicUrl: null, now };
  await expect(loadDemonstration({ ...order, payfipUrl: 'https://www.payfip.gouv.fr' })).rejects.toMatchObject({ code: 'payfip_address_refused' });
});

it('its examples are refused exactly as their LISEZMOI says', async () => {
  const promised = iconv.decode(readFileSync(join(demonstrationFolder, 'exemples-refuses/LISEZMOI.txt')), 'windows-1252');
  expect(plainSpaces(promised)).toContain('Ligne 6 : facture 2026-020-002059 déjà publiée, avec un autre montant.');
  const { lines } = await refusals('invalides.csv');
  expect(lines.map(({ line, verdict, messages }) => `${line} ${verdict} ${plainSpaces((JSON.parse(messages) as string[]).join(' '))}`.trim())).toEqual([
    '2 accepted',
    '3 refused Le montant « 12,3,4 » n’est pas compris. Écrivez par exemple 243,11.',
    '4 refused La date « 31/02/2026 » n’existe pas. Écrivez par exemple 31/01/2026.',
    '5 refused Le redevable « INCONNU99 » est inconnu. Corrigez son code, ou ajoutez son nom dans le fichier pour le créer.',
    '6 refused La facture 2026-020-002059 est déjà publiée avec un autre montant (243,11 €).',
    '7 refused Le numéro 2026-099-000005 est aussi à la ligne 8 de ce fichier, pour un autre redevable ou un autre montant.',
    '8 refused Le numéro 2026-099-000005 est déjà à la ligne 7 de ce fichier.',
    '9 refused Le PDF « absent.pdf » manque.',
    '10 refused « pas-un-pdf.pdf » n’est pas un PDF lisible.',
    '11 refused « tronque.pdf » n’est pas un PDF lisible.',
    '12 refused Le numéro de facture manque.',
  ]);
  const { checked } = await refusals('sans-colonnes-connues.csv');
  expect([checked.state, plainSpaces(checked.problem ?? '')]).toEqual(['draft', expect.stringMatching(/^Il manque dans la ligne de titres : numero/)]);
});

it('announced five times at once: each account that has something to pay is told once', async () => {
  const order = { batchId: batch.id, actor: 'test' };
  const queued = await Promise.all(Array.from({ length: 5 }, () => announceInvoices(order)));
  expect(queued.filter((count) => count > 0)).toHaveLength(1);
  expect(await OutgoingMail.count()).toBe(Math.max(...queued));
  await expect(announceInvoices({ ...order, batchId: 'A'.repeat(22) })).rejects.toMatchObject({ code: 'import_not_found' });
  await OutgoingMail.destroy({ where: {} });
});

it('an activation mail carries a link to the public address, and the outbox never holds its secret', async () => {
  const account = await Account.findOne({ where: { state: 'invited' }, rejectOnEmpty: true });
  expect(await requestActivation({ email: account.email.toUpperCase(), addressBlock: '203.0.113.9', now })).toBe('sent');
  expect(await deliverMails(() => false)).toBe(1);
  const [mail] = mails.messages();
  expect([mail!.subject, mail!.to]).toEqual(['Accès au portail des factures', [account.email]]);
  const [, secret = ''] = /^https:\/\/factures\.demo\.test\/\?LIEN=([\w-]{43})$/.exec(mail!.links[0] ?? '') ?? [];
  expect(secret).not.toBe('');
  expect([mail!.html.includes(secret), mail!.headers['auto-submitted']]).toEqual([true, 'auto-generated']);
  expect(JSON.stringify(await OutgoingMail.findAll({ raw: true }))).not.toContain(secret);
});
