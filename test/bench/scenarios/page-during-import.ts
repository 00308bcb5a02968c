// The town hall imports 2,000 lines, then 500 with a PDF of 80 kB, while residents read.
import type { Scenario } from '../scenario.ts';
import { importInvoices, openWorkstation } from '../staff-imports.ts';
import { pageDuring } from './during.ts';

export const pageDuringImport: Scenario = {
  title: '« Mes factures » pendant un import de la mairie (2 000 lignes, puis 500 avec PDF de 80 ko)',
  run: (pace) => pageDuring({
    label: 'Pendant l’import', mostTimesIdle: 3,
    disturb: async (server) => {
      const staff = await openWorkstation(server);
      return async () => {
        await importInvoices(staff, 2_000, false);
        await importInvoices(staff, 500, true);
      };
    },
  }, pace),
};
