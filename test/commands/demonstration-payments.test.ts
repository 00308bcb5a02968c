// The demonstration's régies are open to everybody's play payments, and wait as the manual says.
import { expect, it } from 'vitest';
import { loadDemonstration } from '../../server/commands/load-demonstration.ts';
import { Regie } from '../../server/models/index.ts';
import { openFolder } from '../support/open-folder.ts';

it('what is paid by address keeps its invoice for the two hours of the manual', async () => {
  const folder = await openFolder();
  await loadDemonstration({ dataFolder: folder.dataFolder, smtpPort: null, publicUrl: null, payfipUrl: 'http://127.0.0.1:9', now: new Date('2026-11-23T09:00:00Z') });
  const regies = await Regie.findAll({ where: { stage: 'production' } });
  await folder.close();
  expect(new Set(regies.map((regie) => `${regie.interface} ${regie.waitMinutes}`))).toEqual(new Set(['service 20', 'url 120']));
}, 60_000);
