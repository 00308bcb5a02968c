// The demonstration's régies are open to everybody's play payments, and wait as the manual says.
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { importFolder } from '../../server/commands/import-folder.ts';
import { demonstrationFolder, loadDemonstration } from '../../server/commands/load-demonstration.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { fictiveRoleRefdet, fictiveTitreRefdet } from '../../server/domain/references.ts';
import { Account, Invoice, Regie } from '../../server/models/index.ts';
import { openFolder } from '../support/open-folder.ts';
import { simulate } from '../support/payfip.ts';

it('what is paid by address keeps its invoice for the two hours of the manual', async () => {
  const folder = await openFolder();
  await loadDemonstration({ dataFolder: folder.dataFolder, smtpPort: null, publicUrl: null, payfipUrl: 'http://127.0.0.1:9', now: new Date('2026-11-23T09:00:00Z') });
  const regies = await Regie.findAll({ where: { stage: 'production' } });
  await folder.close();
  expect(new Set(regies.map((regie) => `${regie.interface} ${regie.waitMinutes}`))).toEqual(new Set(['service 20', 'url 120']));
}, 60_000);

it('its titres and rôles are tried by the resident of the manual, with the references that PayFiP keeps for tests', async () => {
  const { baseUrl } = await simulate();
  const folder = await openFolder();
  onTestFinished(() => folder.close());
  const now = new Date('2026-12-03T11:00:00Z');
  await loadDemonstration({ dataFolder: folder.dataFolder, smtpPort: null, publicUrl: 'http://127.0.0.1:9', payfipUrl: baseUrl, now });
  await importFolder({ dataFolder: folder.dataFolder, csvFile: join(demonstrationFolder, 'titres-et-roles', 'titres-et-roles.csv'), pdfFolder: null, allowMissingPdf: true, publish: true, actor: 'test', now });
  const pay = async (email: string, number: string) => {
    const { id: accountId } = await Account.findOne({ where: { email }, rejectOnEmpty: true });
    const { id } = await Invoice.findOne({ where: { number }, rejectOnEmpty: true });
    return new URL((await startPayment({ accountId, invoiceIds: [id], now })).url);
  };
  for (const [number, numcli, refdet] of [['2026-2-1', '095548', fictiveTitreRefdet], ['2026-EA-00-123456789', '095549', fictiveRoleRefdet]] as const) {
    const url = await pay('demo@exemple.test', number);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ numcli, refdet, exer: '9999', saisie: 'T' });
    expect((await fetch(url)).status).toBe(200);
  }
}, 60_000);
