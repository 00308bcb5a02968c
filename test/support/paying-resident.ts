// A resident in a browser, with three invoices to pay and a simulator of PayFiP that answers.
import { afterAll, beforeEach, expect } from 'vitest';
import { settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { Invoice, Regie } from '../../server/models/index.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { unescapeHtml, wordsOf, type Answer, type Browser } from './browser.ts';
import { rewrite } from './database-state.ts';
import { createHousehold, password, type Household } from './household.ts';
import { choose } from './payfip.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export const selection = (...chosen: string[]) => `/paiements/selection?${chosen.map((id) => `facture=${id}`).join('&')}`;
export const tipi = (...chosen: string[]) => `/paiements/tipi?${chosen.map((id) => `facture=${id}`).join('&')}`;

export interface PayingResident {
  simulator: PayfipSimulator; server: TestServer; household: Household; browser: Browser;
  /** Of the three invoices. */
  ids: string[];
  words: (path: string) => Promise<string>;
  leave: (...chosen: string[]) => Promise<Answer>;
  /** Leaves with the first invoice, chooses on PayFiP's page and comes back; answers where. */
  leaveAndChoose: (choice: string) => Promise<string>;
}

/** Presses « Payer la facture sur le portail TIPI »; a machine that is slow may have shown the page that waits. */
export async function leaveAs(browser: Browser, chosen: string[]): Promise<Answer> {
  const answer = await browser.submit(tipi(...chosen), '/paiements', {});
  const [, next = ''] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(answer.text) ?? [];
  return { ...answer, location: answer.location || unescapeHtml(next) };
}

/** For all the tests of a file, which await it before they are declared; each of them finds no attempt, nothing paid, the régie in production. */
export async function usePayingResident(): Promise<PayingResident> {
  const simulator = await startPayfipSimulator({ port: 0 });
  const server = await startTestServer({ payfipUrl: simulator.baseUrl });
  const household = await createHousehold(server.dataFolder, { code: 'SISTEC560', email: 'demo@exemple.test', numbers: ['2017-020-002059', '2017-020-002060', '2017-020-002061'] });
  const ids = household.invoices.map(({ id }) => id);
  const browser = server.browser();
  await browser.login(household.email, password);
  const leave = (...chosen: string[]) => leaveAs(browser, chosen);
  beforeEach(() => reset(simulator, household));
  afterAll(async () => {
    await server.stop();
    await simulator.stop();
  });
  return {
    simulator, server, household, browser, ids, leave,
    words: async (path) => wordsOf((await browser.get(path)).text),
    leaveAndChoose: async (choice) => {
      const { location } = await leave(ids[0]!);
      const idOp = new URL(location).searchParams.get('idop') ?? '';
      await choose(simulator, idOp, choice);
      await settlingsUnderWay();
      const back = await browser.get(`/paiements/retour?idop=${idOp}`);
      expect(back.location).toMatch(/^\/paiements\/[\w-]+$/);
      return back.location;
    },
  };
}

async function reset(simulator: PayfipSimulator, { email }: Household): Promise<void> {
  simulator.breakService(null);
  for (const table of ['payment_answers', 'payment_lines', 'payments', 'rate_limits']) await rewrite(`DELETE FROM ${table}`);
  await Invoice.update({ state: 'unpaid', declared: null, suspension: null, directDebit: false }, { where: {} });
  await Regie.update({ name: 'REGIE CENTRALISEE', numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', allowsSeveral: true, suspension: null, minimumCents: 100, trialEmails: email }, { where: {} });
}
