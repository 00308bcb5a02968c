// A town with a simulator of PayFiP, a régie in production and a household that pays.
import { inTransaction } from '../../server/db/database.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { Invoice, Payment, Regie } from '../../server/models/index.ts';
import type { Resultrans } from '../../server/payfip-simulator/model.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { createHousehold, type Household } from './household.ts';
import { operationOn, post } from './payfip.ts';
import { openStaff, type StaffBrowser } from './staff-browser.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export interface PayingTown { simulator: PayfipSimulator; server: TestServer; staff: StaffBrowser; stop: () => Promise<void> }

export async function startPayingTown(): Promise<PayingTown> {
  const simulator = await startPayfipSimulator({ port: 0 });
  const server = await startTestServer({ payfipUrl: simulator.baseUrl });
  const staff = await openStaff(server);
  return { simulator, server, staff, stop: async () => { await server.stop(); await simulator.stop(); } };
}

export const inProduction = { numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', allowsSeveral: true, minimumCents: 100, waitMinutes: 20 } as const;

/** Opens the first régie, as the check-list would have. */
export async function openFirstRegie(changes: Partial<Pick<Regie, 'numcli' | 'kind' | 'interface' | 'stage' | 'allowsSeveral' | 'trialEmails'>> = {}): Promise<Regie> {
  const regie = await Regie.findOne({ order: [['createdAt', 'ASC']], rejectOnEmpty: true });
  return inTransaction(() => regie.update({ ...inProduction, verifiedAt: new Date(), ...changes }));
}

let households = 0;
/** A new household with these invoices, 200,11 € then 201,11 €… */
export function newHousehold({ server }: PayingTown, numbers: string[]): Promise<Household> {
  households += 1;
  return createHousehold(server.dataFolder, { code: `FOYER${households}`, email: `foyer${households}@exemple.test`, numbers });
}

export async function pay({ accountId, invoices }: Pick<Household, 'accountId'> & { invoices: Invoice[] }): Promise<Payment> {
  const { paymentId } = await startPayment({ accountId, invoiceIds: invoices.map(({ id }) => id), now: new Date() });
  return Payment.findByPk(paymentId, { rejectOnEmpty: true });
}

/** Pays by card on PayFiP's page opened by its address: the simulator posts the result, unsigned, to the portal. */
export async function payByAddress({ simulator }: PayingTown, { accountId, invoices }: Household): Promise<Payment> {
  const { url, paymentId } = await startPayment({ accountId, invoiceIds: invoices.map(({ id }) => id), now: new Date() });
  const operation = operationOn(await (await fetch(url)).text());
  await post(`${simulator.baseUrl}/tpa/choix`, { operation, choix: 'card' });
  return Payment.findByPk(paymentId, { rejectOnEmpty: true });
}

/** The payer decides on PayFiP's page; nobody tells the portal. */
export async function decide({ simulator }: PayingTown, { idOp }: Payment, resultrans: Resultrans): Promise<void> {
  await simulator.act(idOp ?? '', { kind: 'scenario', scenario: 'never' });
  if (!(await simulator.act(idOp ?? '', { kind: 'decide', resultrans }))) throw new Error('the simulator does not decide');
}
