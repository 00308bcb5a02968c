// The least that the page can cost: the same SQL prepared on the driver, the session looked up, a string template, node:http.
// No framework, no security header, no form token. Arguments: the database, the page to imitate.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatDay, formatEuros } from '../../../server/contract/format.ts';
import { openReadConnection } from '../../../server/db/driver.ts';
import { statements, type InvoiceRead, type SessionRead, type StateTotalRead } from '../../../server/db/reads.ts';
import { announce } from './announce.ts';

const [databaseFile = '', pageFile = ''] = process.argv.slice(2);
const [beforeRows = '', afterRows = ''] = readFileSync(pageFile, 'utf8').split(/<tr role="row"><td.*<\/tr>/s);
const connections = await Promise.all(Array.from({ length: 3 }, async () => {
  const connection = await openReadConnection(databaseFile);
  return { session: connection.prepare(statements.session), invoices: connection.prepare(statements.invoices), totals: connection.prepare(statements.stateTotals) };
}));
let turn = 0;
const nextConnection = () => connections[turn++ % connections.length]!;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const secret = /(?:^|; )__Host-session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const [session] = await nextConnection().session<SessionRead>([createHash('sha256').update(secret).digest('base64url')]);
  if (!session || new Date(session.expiresAt) < new Date()) return void response.writeHead(401).end();
  const [invoices] = await Promise.all([
    nextConnection().invoices<InvoiceRead>([session.accountId, 'unpaid', 50, 0]), nextConnection().totals<StateTotalRead>([session.accountId]),
  ]);
  const body = beforeRows + invoices.map(rowOf).join('') + afterRows;
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(body) }).end(body);
}

function rowOf(row: InvoiceRead): string {
  return `<tr role="row"><td role="cell" class="issued">${formatDay(row.issuedOn)}</td><td role="cell" class="due">${row.dueOn ? formatDay(row.dueOn) : 'sans date'}</td>`
    + `<td role="cell" class="amount">${formatEuros(row.amountCents)}</td><th scope="row" role="rowheader" class="number"><a href="/factures/${row.id}">${escape(row.number)}</a></th>`
    + `<td role="cell" class="subject">${escape(row.subject)}${row.directDebit ? '<span class="mark debit">Prélèvement automatique</span>' : ''}</td></tr>`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

announce((request, response) => void answer(request, response));
