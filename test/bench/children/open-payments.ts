// A simulator of PayFiP that goes on answering, and attempts opened on it, not due for an hour. Arguments: the data folder, how many.
import { closeDatabase, inTransaction, openDatabase } from '../../../server/db/database.ts';
import { openKeyFile } from '../../../server/crypto/key-file.ts';
import { ensureFirstRegie } from '../../../server/commands/save-regie.ts';
import { Payment } from '../../../server/models/index.ts';
import { startPayfipSimulator } from '../../../server/payfip-simulator/start-payfip-simulator.ts';
import { openPayments } from '../open-payments.ts';

const [dataFolder = '', count = '0'] = process.argv.slice(2);
openKeyFile(dataFolder);
await openDatabase(dataFolder);
await ensureFirstRegie();
const simulator = await startPayfipSimulator({ port: 0 });
const now = new Date();
await openPayments(simulator.baseUrl, Number(count), now);
await inTransaction(() => Payment.update({ nextCheckAt: new Date(now.getTime() + 3_600_000) }, { where: {} }));
await closeDatabase();
process.stdout.write(`${simulator.baseUrl}\n`);
