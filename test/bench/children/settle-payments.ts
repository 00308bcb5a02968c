// Settles attempts that the simulator, in this same process, has paid. Arguments: the data folder, how many.
import { settlePayment } from '../../../server/commands/settle-payment.ts';
import { ensureFirstRegie } from '../../../server/commands/save-regie.ts';
import { closeDatabase, openDatabase } from '../../../server/db/database.ts';
import { openKeyFile } from '../../../server/crypto/key-file.ts';
import { Payment } from '../../../server/models/index.ts';
import { startPayfipSimulator } from '../../../server/payfip-simulator/start-payfip-simulator.ts';
import { openPayments } from '../open-payments.ts';

const [dataFolder = '', count = '0'] = process.argv.slice(2);
openKeyFile(dataFolder);
await openDatabase(dataFolder);
await ensureFirstRegie();
const simulator = await startPayfipSimulator({ port: 0 });
const now = new Date();
const waiting = await openPayments(simulator.baseUrl, Number(count), now);
for (const operation of simulator.operations()) {
  operation.scenario = 'never';
  await simulator.act(operation.id, { kind: 'decide', resultrans: 'P' });
}
const startedAt = performance.now();
const settleNext = async (): Promise<void> => {
  for (let id = waiting.pop(); id; id = waiting.pop()) await settlePayment(id, { door: 'poll', now });
};
await Promise.all(Array.from({ length: 8 }, settleNext));
const seconds = (performance.now() - startedAt) / 1_000;
const settled = await Payment.count({ where: { state: 'paid' } });
if (settled !== Number(count)) throw new Error(`${settled} payments settled instead of ${count}`);
process.stdout.write(JSON.stringify(settled / seconds));
await simulator.stop();
await closeDatabase();
process.exit(0);
