// A simulator of PayFiP that goes on answering, and attempts opened on it, not due for an hour. Arguments: the data folder, how many.
import { closeDatabase, inTransaction } from '../../../server/db/database.ts';
import { Payment } from '../../../server/models/index.ts';
import { openPayments } from '../open-payments.ts';

const [dataFolder = '', count = '0'] = process.argv.slice(2);
const { simulator, now } = await openPayments(dataFolder, Number(count));
await inTransaction(() => Payment.update({ nextCheckAt: new Date(now.getTime() + 3_600_000) }, { where: {} }));
await closeDatabase();
process.stdout.write(`${simulator.baseUrl}\n`);
