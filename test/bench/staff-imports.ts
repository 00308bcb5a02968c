// Why: an import made as the town hall makes it, through the staff listener of the server that residents read at the same time.
import { setTimeout as wait } from 'node:timers/promises';
import { StaffBrowser } from '../support/staff-browser.ts';
import { csvOfInvoices, pdfsOfInvoices } from './import-sources.ts';
import type { ServingProcess } from './processes.ts';

let series = 0;

/** Opens the workstation with the key that the server prints, and makes its first agent. */
export async function openWorkstation(server: ServingProcess): Promise<StaffBrowser> {
  // It prints its two addresses one after the other.
  while (!server.output().includes('#cle=')) await wait(20);
  const [, origin = '', key = ''] = /(http:\/\/127\.0\.0\.1:\d+)\/#cle=(\S+)/.exec(server.output()) ?? [];
  const staff = new StaffBrowser(origin);
  await staff.launch(key);
  await staff.logIn();
  return staff;
}

/** Uploads, checks and publishes an import of new invoices. */
export async function importInvoices(staff: StaffBrowser, rows: number, withPdf: boolean): Promise<void> {
  const name = `L${series += 1}`;
  const batchId = await staff.sendImport(csvOfInvoices(rows, name, withPdf), withPdf ? Object.fromEntries(pdfsOfInvoices(rows, name)) : {});
  await staff.call('imports.publish', { batchId });
}
