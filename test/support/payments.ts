// A commune ready to be paid on line: data folder, simulator of PayFiP, one household; time is what the test says.
import { configureRegie, type RegieConfiguration } from '../../server/commands/configure-regie.ts';
import { dueAgain } from '../../server/commands/due-again.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentAnswer, PaymentLine, Regie } from '../../server/models/index.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { createHousehold, type Household } from './household.ts';
import { openFolder } from './open-folder.ts';
import { noon } from './payfip.ts';

export const publicUrl = 'http://127.0.0.1:9';
const usual: Omit<RegieConfiguration, 'regieId'> = {
  numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', allowsSeveral: true, minimumCents: 100, waitMinutes: 20, trialEmails: ['marie@exemple.test'], actor: 'test',
};

/** Configures the only régie. */
export async function openRegie(changes: Partial<RegieConfiguration> = {}): Promise<Regie> {
  const { id } = await Regie.findOne({ rejectOnEmpty: true });
  return configureRegie({ ...usual, regieId: id, ...changes });
}

export interface Scene {
  dataFolder: string;
  simulator: PayfipSimulator;
  family: Household;
  /** The present, for the commands and for the simulator alike. */
  now: () => Date;
  later: (ms: number) => Promise<Date>;
  /** Starts to pay the family's invoices of these ranks. */
  start: (...ranks: number[]) => Promise<Payment>;
  close: () => Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const simulator = await startPayfipSimulator({ port: 0, clock: () => noon });
  const folder = await openFolder({
    payments: { baseUrl: simulator.baseUrl, suspension: null }, portal: { publicUrl, exposure: 'this-pc', minPasswordLength: 8 },
  });
  const family = await createHousehold(folder.dataFolder, { code: 'FAM1', email: 'marie@exemple.test', numbers: ['SIMNEVER-1', 'SIMNEVER-2', 'SIMNEVER-3'] });
  await openRegie();
  return {
    dataFolder: folder.dataFolder, simulator, family, now: () => simulator.now(),
    async later(ms) {
      await simulator.advance(ms);
      return simulator.now();
    },
    async start(...ranks) {
      const invoiceIds = (ranks.length > 0 ? ranks : [0]).map((rank) => family.invoices[rank]!.id);
      const { paymentId } = await startPayment({ accountId: family.accountId, invoiceIds, now: simulator.now() });
      return Payment.findByPk(paymentId, { rejectOnEmpty: true });
    },
    async close() {
      await folder.close();
      await simulator.stop();
    },
  };
}

/** State of the attempt, of each of its lines and of their invoices, in the order of the numbers. */
export async function standing(payment: Payment) {
  await payment.reload();
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id } });
  const invoices = await Invoice.findAll({ where: { id: lines.map((line) => line.invoiceId) }, order: [['number', 'ASC']] });
  const lineOf = (id: string) => lines.find((line) => line.invoiceId === id)!;
  return { state: payment.state, invoices: invoices.map(({ state }) => state), outcomes: invoices.map(({ id }) => lineOf(id).outcome), isLive: lines.some((line) => line.isLive) };
}

export const eventsOf = async (invoice: { id: string }) => (await InvoiceEvent.findAll({ where: { invoiceId: invoice.id }, order: [['at', 'ASC'], ['kind', 'ASC']] })).map(({ kind, source }) => `${kind} ${source}`).filter((each) => each !== 'published import');
export const answersOf = async (payment: Payment) => (await PaymentAnswer.findAll({ where: { paymentId: payment.id }, order: [['at', 'ASC']] })).map(({ door, kind, code }) => `${door} ${kind} ${code}`);
export const receipts = () => OutgoingMail.findAll({ where: { kind: 'payment_receipt' } });

/** What an agent is asked about, and answers. */
export async function askedAbout({ id: paymentId }: Payment) {
  const settled = await PaymentLine.findAll({ where: { paymentId, outcome: 'settled' }, attributes: ['invoiceId'], raw: true });
  const numbers = (await Invoice.findAll({ where: { id: settled.map(({ invoiceId }) => invoiceId) }, attributes: ['number'], raw: true })).map(({ number }) => number);
  return { paymentId, invoiceIds: (await dueAgain({ id: paymentId })).map(({ id }) => id), settledNumbers: numbers };
}
