// A simulator of PayFiP whose clock a test holds, and a listener that stands for the portal.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ServicePayment } from '../../server/payfip/client.ts';
import { startPayfipSimulator, type PayfipSimulator, type PayfipSimulatorOptions } from '../../server/payfip-simulator/start-payfip-simulator.ts';

/** A Thursday at noon in France, in winter. */
export const noon = Date.parse('2026-12-03T11:00:00Z');
export const minute = 60_000;
export const hour = 60 * minute;

/** Stopped at the end of the test; its clock stands still until moved. */
export async function simulate(options: Partial<PayfipSimulatorOptions> = {}): Promise<PayfipSimulator> {
  const simulator = await startPayfipSimulator({ port: 0, clock: () => noon, ...options });
  onTestFinished(() => simulator.stop());
  return simulator;
}

export interface Call { method: string; path: string; query: URLSearchParams; form: URLSearchParams; type: string }

/** Keeps what it is called with; `answer` gives the status. */
export async function listenForCalls(answer: (call: Call) => number | Promise<number> = () => 200): Promise<{ baseUrl: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', 'http://localhost');
    let body = '';
    message.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', async () => {
      const call = { method: message.method ?? '', path: url.pathname, query: url.searchParams, form: new URLSearchParams(body), type: message.headers['content-type'] ?? '' };
      calls.push(call);
      response.writeHead(await answer(call)).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

export function servicePayment(changes: Partial<ServicePayment> = {}): ServicePayment {
  return {
    numcli: '006270', exer: '2026', refdet: 'F2026001ABCDEF', objet: 'Cantine', montant: 1_250, mel: 'camille@exemple.fr', saisie: 'W',
    urlnotif: 'http://127.0.0.1:9/paiements/notification', urlredirect: 'http://127.0.0.1:9/paiements/retour', ...changes,
  };
}

export function post(url: string, values: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(values), redirect: 'manual', headers });
}

/** The simulator's name for what the page that it has just opened is about. */
export const operationOn = (html: string): string => /name="operation" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Opens the page of an operation and makes the choice, as a person would. */
export async function choose({ baseUrl }: { baseUrl: string }, idOp: string, choice: string): Promise<Response> {
  await fetch(`${baseUrl}/tpa/paiementws.web?idop=${idOp}`);
  return post(`${baseUrl}/tpa/choix`, { operation: idOp, choix: choice });
}
