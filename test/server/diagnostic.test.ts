// What leaves the town hall when the portal does not open: enough to understand, nothing of anybody; and where the data go before a backup is taken over.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { databaseFileName, inTransaction } from '../../server/db/database.ts';
import { writeDiagnostic } from '../../server/diagnostic.ts';
import { queueMail } from '../../server/commands/queue-mail.ts';
import { Regie } from '../../server/models/index.ts';
import { setAside } from '../../server/set-aside.ts';
import { startServer } from '../../server/start.ts';
import { plainSpaces } from '../support/french.ts';
import { createHousehold, password } from '../support/household.ts';
import { StaffBrowser, firstAgent } from '../support/staff-browser.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startTestServer } from '../support/test-server.ts';

const folders: string[] = [];
afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true }); });
const own = (folder: string) => { folders.push(folder); return folder; };
const diagnose = async (dataFolder: string, logFile = '') => plainSpaces(await writeDiagnostic({ dataFolder, program: 'essai 1.2.3', logFile, now: new Date() }));

it('says the state of a portal that lives, and nothing of anybody nor any secret', async () => {
  const server = await startTestServer();
  const household = await createHousehold(server.dataFolder, { code: 'SISTEC560', email: 'camille.durand@exemple.test', numbers: ['2026-000123'] });
  const staff = new StaffBrowser(server.staffUrl);
  const key = await server.running.newLaunchKey();
  await staff.launch(key);
  await staff.logIn();
  const smtpPassword = 'mot-de-passe-de-messagerie';
  await updateSettings({ actor: 'test', patch: { smtp: { host: 'smtp.exemple.test', port: 587, security: 'starttls', user: 'portail-mairie', fromName: 'Mairie', fromAddress: 'mairie@exemple.test' } }, smtpPassword });
  await inTransaction(() => queueMail({ kind: 'password_reset', accountId: household.accountId, recipient: household.email }));
  const log = join(own(mkdtempSync(join(tmpdir(), 'portail-journal-'))), 'serveur.log');
  writeFileSync(log, `{"msg":"mail not sent","to":"${household.email}","path":"/factures/${household.invoices[0]!.id}","key":"${key}","ip":"82.64.12.7"}\n`.repeat(3));
  const text = await diagnose(server.dataFolder, log);
  for (const known of ['essai 1.2.3', 'schéma : ', 'intégrité : ok', 'références rompues : 0', 'invoices 1', 'portail this-pc', 'messagerie smtp.exemple.test:587 (starttls)', 'documents : 1 fichier', 'mail not sent']) expect(text).toContain(known);
  for (const secret of ['camille', 'durand', 'SISTEC560', '2026-000123', password, firstAgent.name, firstAgent.email, firstAgent.password, smtpPassword, 'portail-mairie', 'mairie@', 'Madame', '82.64', key, household.invoices[0]!.id, household.payerId]) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
  expect(text).not.toContain(readFileSync(join(server.dataFolder, 'cle')).toString('base64').slice(0, 12));
  await server.stop();
});

it.each<[string, (folder: string) => void, RegExp]>([
  ['absent', (folder) => rmSync(folder, { recursive: true }), /: absent[\s\S]+absente/],
  ['without a base', (folder) => rmSync(join(folder, databaseFileName)), /== Base de données\nabsente/],
  ['with a text for a base', (folder) => writeFileSync(join(folder, databaseFileName), 'ceci n’est pas une base, '.repeat(500)), /illisible : .+SQLITE_NOTADB/],
  ['with a base cut in two', (folder) => truncateSync(join(folder, databaseFileName), 20 * 4096), /illisible : .+SQLITE_CORRUPT/],
])('says what it can of a folder %s', async (_, damage, expected) => {
  const folder = own(temporaryFolder());
  damage(folder);
  expect(await diagnose(folder)).toMatch(expected);
});

it('what the folder held is put aside whole before a backup is taken over, as often as asked, and nothing is erased', async () => {
  const place = own(temporaryFolder());
  const config = { dataFolder: place, portalPort: 0, staffPort: 0, trustedProxies: [] };
  mkdirSync(join(place, 'documents', 'ab'), { recursive: true });
  writeFileSync(join(place, 'documents', 'ab', 'facture.pdf'), 'pdf');
  const first = await startServer(config);
  await inTransaction(() => Regie.update({ name: 'Avant' }, { where: {} }));
  await first.stop();
  const again = await startServer({ ...config, isSetAside: true });
  expect(await Regie.count({ where: { name: 'Avant' } })).toBe(0);
  await again.stop();
  const [name] = readdirSync(join(place, 'mis-de-cote'));
  const aside = join(place, 'mis-de-cote', name!);
  expect([existsSync(join(aside, 'cle')), readFileSync(join(aside, 'documents', 'ab', 'facture.pdf'), 'utf8')]).toEqual([true, 'pdf']);
  const former = await startServer({ ...config, dataFolder: aside });
  expect(await Regie.count({ where: { name: 'Avant' } })).toBe(1);
  await former.stop();
  const sameSecond = new Date();
  for (const content of ['un', 'deux']) {
    writeFileSync(join(place, 'cle'), content);
    setAside(place, sameSecond);
  }
  const keys = readdirSync(join(place, 'mis-de-cote')).map((each) => join(place, 'mis-de-cote', each, 'cle')).filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
  expect([keys.length, keys]).toEqual([3, expect.arrayContaining(['un', 'deux'])]);
});

it('data that were being put aside when the power went follow the rest, none stays behind', async () => {
  const place = own(temporaryFolder());
  const config = { dataFolder: place, portalPort: 0, staffPort: 0, trustedProxies: [] };
  await (await startServer(config)).stop();
  const aside = join(place, 'mis-de-cote', '2026-11-23T10-00-00');
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(place, 'mise-de-cote'), '2026-11-23T10-00-00');
  renameSync(join(place, 'portail.sqlite'), join(aside, 'portail.sqlite'));
  writeFileSync(join(place, 'portail.sqlite-wal'), 'ce qui n’était pas encore dans la base');
  const next = await startServer(config);
  await next.stop();
  expect(readFileSync(join(aside, 'portail.sqlite-wal'), 'utf8')).toBe('ce qui n’était pas encore dans la base');
  expect([existsSync(join(aside, 'cle')), existsSync(join(place, 'mise-de-cote'))]).toEqual([true, false]);
});
