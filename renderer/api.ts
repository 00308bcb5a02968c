// Why: the only way to the server; every failure leaves here as one ApiError that carries a French sentence.
import { backgroundHeader } from '../server/contract/background.ts';
import type { EndpointInput, EndpointName, EndpointOutput, StaffAnswer } from '../server/contract/staff-api.ts';
import { noteActivity } from './presence.ts';
import { noteAway } from './reach.ts';

export class ApiError extends Error {
  constructor(readonly code: string, message: string, readonly fields: Record<string, string> = {}) {
    super(message);
  }
}

const silent = 'Le portail ne répond pas. Vérifiez que son programme est ouvert sur ce poste, puis réessayez.';
let onRefusal: (code: string) => void = () => {};
/** Counts the logins: what was asked before one and is refused after it says nothing of the new session. */
let opening = 0;

/** Tells the session about refusals that concern it (agent_required, workstation_unknown). */
export function watchRefusals(listener: (code: string) => void): void {
  onRefusal = listener;
}

export function noteOpening(): void {
  opening += 1;
}

export function call<N extends EndpointName>(name: N, input: EndpointInput<N>): Promise<EndpointOutput<N>> {
  return present(() => send<EndpointOutput<N>>(`/api/${name}`, { method: 'POST', ...json(input) }));
}

/** What the window asks by itself: it does not keep an empty desk open. */
export function callInBackground<N extends EndpointName>(name: N, input: EndpointInput<N>): Promise<EndpointOutput<N>> {
  const { body, headers } = json(input);
  return send<EndpointOutput<N>>(`/api/${name}`, { method: 'POST', body, headers: { ...headers, [backgroundHeader]: '1' } });
}

export function launch(key: string): Promise<unknown> {
  return send('/launch', { method: 'POST', ...json({ key }) });
}

/** Raw body; throws ApiError when the server refuses the file or does not answer. */
export function putFile<T = unknown>(address: string, file: File, { signal, headers }: { signal?: AbortSignal; headers?: Record<string, string> } = {}): Promise<T> {
  return present(() => send<T>(address, { method: 'PUT', body: file, headers: { ...headers, 'Content-Type': 'application/octet-stream' }, signal }));
}

/** The content of a file; throws ApiError as a call does. */
export function readFile(address: string): Promise<ArrayBuffer> {
  return present(async () => {
    const askedIn = opening;
    const response = await fetch(address, { credentials: 'same-origin' }).catch(unreachable);
    if (response.ok) return response.arrayBuffer();
    const answer = await readAnswer(response);
    throw answer.ok ? new ApiError('unreachable', silent) : refused(answer, askedIn);
  });
}

/** The sentence to show. What is not a refusal is a bug: it is reported too. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  reportError(error);
  return 'Erreur inattendue dans cette fenêtre. Rechargez-la (F5)\u00a0; si cela continue, prévenez votre installateur.';
}

/** A long work under way, as the sending of files, keeps the window open until its end. */
async function present<T>(work: () => Promise<T>): Promise<T> {
  noteActivity();
  try {
    return await work();
  } finally {
    noteActivity();
  }
}

function json(value: unknown): { body: string; headers: Record<string, string> } {
  return { body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } };
}

async function send<T>(address: string, init: RequestInit): Promise<T> {
  const askedIn = opening;
  const answer = await fetch(address, { ...init, credentials: 'same-origin' }).then(readAnswer<T>, unreachable);
  if (answer.ok) return answer.value;
  throw refused(answer, askedIn);
}

function refused({ code, message, fields }: Exclude<StaffAnswer<unknown>, { ok: true }>, askedIn: number): ApiError {
  if (askedIn === opening) onRefusal(code);
  return new ApiError(code, message, fields);
}

async function readAnswer<T>(response: Response): Promise<StaffAnswer<T>> {
  const answer: unknown = await response.json().catch(() => null);
  if (answer && typeof answer === 'object' && 'ok' in answer) return answer as StaffAnswer<T>;
  return { ok: false, code: 'unreachable', message: silent };
}

function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  noteAway();
  throw new ApiError('unreachable', silent);
}
