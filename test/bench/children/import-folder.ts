// One import through the product's command, as the command line runs it. Arguments: the data folder, the CSV, the folder of PDFs, « sans-pdf » or « avec-pdf ».
import { importFolder } from '../../../server/commands/import-folder.ts';
import { ensureFirstRegie } from '../../../server/commands/save-regie.ts';
import { closeDatabase } from '../../../server/db/database.ts';
import { Invoice } from '../../../server/models/index.ts';
import { openState } from '../../../server/open-state.ts';

const [dataFolder = '', csvFile = '', pdfFolder = '', withPdf] = process.argv.slice(2);
await openState(dataFolder);
await ensureFirstRegie();
const startedAt = performance.now();
const batch = await importFolder({ dataFolder, csvFile, pdfFolder, allowMissingPdf: withPdf !== 'avec-pdf', publish: true, actor: 'bench', now: new Date() });
const milliseconds = performance.now() - startedAt;
if (batch.state !== 'published') throw new Error(`the import is ${batch.state}: ${batch.problem} ${batch.counts}`);
process.stdout.write(JSON.stringify({ milliseconds, rows: await Invoice.count() }));
await closeDatabase();
