// Why: the pages that a payer sees: opening an operation, choosing, then « Continuer » or a ticket.
import { choices } from './choices.ts';
import { html, seeOther, type Incoming, type Outgoing } from './exchange.ts';
import type { Operation, RequestFields, ServiceFault } from './model.ts';
import { outcomePage, paymentPage, refusalPage, returnPage } from './pages/payment.ts';
import { findServiceFault } from './request-rules.ts';
import { scenarios } from './scenarios.ts';
import type { Simulation } from './simulation.ts';

/** /tpa/paiementws.web?idop= : once, within 15 minutes. */
export function openPayment(simulation: Simulation, { query }: Incoming): Outgoing {
  const opened = simulation.book.open(query.get('idop') ?? '');
  return 'code' in opened ? html(refusalPage(opened), opened.code === 'P1' ? 404 : 410) : showPayment(simulation, opened);
}

/** /tpa/paiement.web : the URL interface; nothing proves who wrote it. */
export function openUrlPayment(simulation: Simulation, { query }: Incoming): Outgoing {
  const text = (name: string) => query.get(name) ?? '';
  const fields: RequestFields = {
    numcli: text('numcli'), exer: text('exer'), refdet: text('refdet'), objet: text('objet'), montant: text('montant'), mel: text('mel'),
    saisie: text('saisie'), urlcl: text('urlcl'), urlnotif: '', urlredirect: '',
  };
  const { register, book, clock } = simulation;
  const fault = findServiceFault(fields, { register, ledger: book.ledger(), now: clock.now(), door: 'url' });
  return fault ? html(refusalPage(fault), 400) : showPayment(simulation, book.create('url', fields));
}

function showPayment({ register, clock }: Simulation, operation: Operation): Outgoing {
  const client = register.find(operation.fields.numcli);
  return html(paymentPage(operation, { labels: client?.labels ?? [], means: register.offeredMeans(operation.fields, clock.now()) }));
}

/** GET /tpa/choix : the page again, for who gave up or was refused and may still pay. */
export function chooseAgain(simulation: Simulation, { query }: Incoming): Outgoing {
  const operation = simulation.book.find(query.get('operation') ?? '');
  if (!operation || operation.openedAt === null) return html(refusalPage(unknown), 404);
  return simulation.book.hasChoice(operation) ? showPayment(simulation, operation) : seeOther(outcomePath(operation));
}

const unknown: ServiceFault = { code: 'P1', label: 'Opération inconnue.' };
const outcomePath = ({ id }: Operation) => `/tpa/resultat?operation=${encodeURIComponent(id)}`;

/** POST /tpa/choix : a second click, or a second tab, shows what the first decided. */
export async function choosePayment(simulation: Simulation, { form }: Incoming): Promise<Outgoing> {
  const operation = simulation.book.find(form.get('operation') ?? '');
  const choice = choices.get(form.get('choix') ?? '');
  if (!operation || !choice || operation.openedAt === null) return html(refusalPage(unknown), 404);
  const offered = simulation.register.offeredMeans(operation.fields, simulation.clock.now());
  const isNew = simulation.book.hasChoice(operation) && operation.result?.resultrans !== choice.resultrans;
  if (isNew && (choice.means === null || offered.includes(choice.means))) {
    const isDecided = choice.resultrans === null || simulation.book.decide(operation, choice.resultrans);
    if (!isDecided) return html(refusalPage({ code: 'R2', label: 'Cette dette a déjà été payée, ou l’opération a expiré.' }), 409);
    if (choice.isTabClosed) operation.closedAt = simulation.clock.now();
    await simulation.deliveries.announce(operation, choice.isTabClosed);
  }
  return seeOther(outcomePath(operation));
}

export function showOutcome({ book }: Simulation, { query }: Incoming): Outgoing {
  const operation = book.find(query.get('operation') ?? '');
  return operation ? html(outcomePage(operation, book.hasChoice(operation))) : html(refusalPage(unknown), 404);
}

/** GET /tpa/retour : « Continuer », back to the portal with the operation's name. */
export function returnToPortal({ book, deliveries, clock }: Simulation, { query }: Incoming): Outgoing {
  const operation = book.find(query.get('operation') ?? '');
  if (!operation || operation.door !== 'service') return html(refusalPage(unknown), 404);
  const target = new URL(operation.fields.urlredirect);
  target.searchParams.set('idop', operation.id);
  const isFirst = operation.returnedAt === null;
  operation.returnedAt ??= clock.now();
  if (isFirst && operation.result !== null) deliveries.afterReturn(operation);
  return scenarios[operation.scenario].returnBy === 'GET' ? seeOther(target.href) : html(returnPage(operation, target.href), 200, target.origin);
}
