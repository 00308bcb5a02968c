// Why: /simulateur, where a person sees what was asked for and makes time pass or things go wrong.
import { act, type Action } from './admin-actions.ts';
import { nextTimeInFrance } from './clock.ts';
import { html, seeOther, type Incoming, type Outgoing } from './exchange.ts';
import { scenarioKeys, troubles } from './model.ts';
import { adminPage } from './pages/admin.ts';
import type { Simulation } from './simulation.ts';
import { ticketMail } from './ticket-mail.ts';

export const showAdmin = (simulation: Simulation): Outgoing => html(adminPage(simulation));

/** The same, for scripts: time, operations, ledger. */
export function showState({ clock, book, trouble }: Simulation): Outgoing {
  const state = { now: new Date(clock.now()).toISOString(), trouble, operations: book.list(), ledger: book.ledger() };
  return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(state, null, 2) };
}

/** GET /simulateur/ticket: what the town hall would have received. */
export function sendTicket({ book }: Simulation, { query }: Incoming): Outgoing {
  const operation = book.find(query.get('operation') ?? '');
  const mail = operation && ticketMail(operation);
  return mail ? { status: 200, type: 'message/rfc822', body: mail.content, fileName: mail.name } : { status: 404 };
}

const longestLeapMs = 400 * 86_400_000;

/** POST /simulateur/horloge: `avance` in ms, or « nuit » for just after the next purge. */
export async function moveClock({ clock }: Simulation, { form }: Incoming): Promise<Outgoing> {
  const wanted = form.get('avance') ?? '';
  const ms = wanted === 'nuit' ? nextTimeInFrance(clock.now(), '0301') - clock.now() : Number(wanted);
  if (!Number.isFinite(ms) || ms < 0 || ms > longestLeapMs) return { status: 400 };
  await clock.advance(ms);
  return seeOther('/simulateur');
}

/** POST /simulateur/panne: what all the service suffers from; empty to heal it. */
export function breakAll(simulation: Simulation, { form }: Incoming): Outgoing {
  simulation.trouble = troubles.find((each) => each === form.get('panne')) ?? null;
  return seeOther('/simulateur');
}

/** POST /simulateur/operation */
export async function actOnOperation(simulation: Simulation, { form }: Incoming): Promise<Outgoing> {
  const operation = simulation.book.find(form.get('operation') ?? '');
  const action = readAction(form);
  if (!operation || !action) return { status: 400 };
  await act(simulation, operation, action);
  return seeOther(`/simulateur#${operation.id}`);
}

function readAction(form: URLSearchParams): Action | null {
  const value = form.get('valeur') ?? '';
  const resultrans = (['P', 'V', 'A', 'R', 'Z'] as const).find((each) => each === value);
  const scenario = scenarioKeys.find((each) => each === value);
  switch (form.get('action')) {
    case 'decide': return resultrans ? { kind: 'decide', resultrans } : null;
    case 'notify': return { kind: 'notify' };
    case 'trouble': return { kind: 'trouble', trouble: troubles.find((each) => each === value) ?? null };
    case 'scenario': return scenario ? { kind: 'scenario', scenario } : null;
    case 'purge': return { kind: 'purge' };
    default: return null;
  }
}
