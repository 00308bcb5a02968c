// Starts one payment in a process of its own, to be killed on the way. Arguments: the data folder, the account, the invoice. Prints « prêt », then the address.
import { startPayment } from '../../../server/commands/start-payment.ts';
import { openDatabase } from '../../../server/db/database.ts';

const [dataFolder = '', accountId = '', invoiceId = ''] = process.argv.slice(2);
await openDatabase(dataFolder);
process.stdout.write('prêt\n');
const { url } = await startPayment({ accountId, invoiceIds: [invoiceId], now: new Date() });
process.stdout.write(`${url}\n`);
setInterval(() => undefined, 1_000);
