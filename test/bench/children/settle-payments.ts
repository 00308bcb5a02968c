// Settles attempts that the simulator, in this same process, has paid. Arguments: the data folder, how many.
import { settlePayment } from '../../../server/commands/settle-payment.ts';
import { closeDatabase } from '../../../server/db/database.ts';
import { Payment } from '../../../server/models/index.ts';
import { openPayments } from '../open-payments.ts';

const [dataFolder = '', count = '0'] = process.argv.slice(2);
const { simulator, paymentIds: waiting, now } = await openPayments(dataFolder, Number(count));
for (const operation of simulator.operations()) {
  operation.scenario = 'never';
  await simulator.act(operation.id, { kind: 'decide', resultrans: 'P' });
}
// As shipped: Sequelize makes the stack of each statement, and following it into the sources costs more than the statement.
process.setSourceMapsEnabled(false);
const startedAt = performance.now();
const asManyAsShareACommit = 32;
const settleNext = async (): Promise<void> => {
  for (let id = waiting.pop(); id; id = waiting.pop()) await settlePayment(id, { door: 'poll', now });
};
await Promise.all(Array.from({ length: asManyAsShareACommit }, settleNext));
const seconds = (performance.now() - startedAt) / 1_000;
const settled = await Payment.count({ where: { state: 'paid' } });
if (settled !== Number(count)) throw new Error(`${settled} payments settled instead of ${count}`);
process.stdout.write(JSON.stringify(settled / seconds));
await simulator.stop();
await closeDatabase();
process.exit(0);
