// Why this file exists: the whole demonstration as a list of files, so that tests can compare it without touching the disk.
import { commune } from './commune.ts';
import { csvFile, csvRow } from './csv.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { demonstrationInvoices } from './invoices.ts';
import { refusedExamples } from './refused-examples.ts';
import { treasuryExamples, treasuryPath } from './treasury-examples.ts';

/** Path inside `resources/demonstration/` → content. Always the same bytes. */
export async function demonstrationFiles(): Promise<Map<string, Uint8Array>> {
  const invoices = demonstrationInvoices();
  const files = new Map<string, Uint8Array>();
  files.set('commune.json', new TextEncoder().encode(`${JSON.stringify(commune, null, 2)}\n`));
  files.set('factures.csv', csvFile(invoices.map(csvRow)));
  for (const invoice of invoices) files.set(`pdf/${invoice.fileName}`, await invoicePdf(invoice));
  files.set(treasuryPath, treasuryExamples(invoices));
  for (const [path, content] of await refusedExamples(invoices)) files.set(path, content);
  return files;
}
