// Why: the table of the simulator's addresses; those under /tpa are PayFiP's own.
import { actOnOperation, breakAll, moveClock, sendTicket, showAdmin, showState } from './admin-door.ts';
import { contract, schemaFile, soapPath, styleSheet } from './contract-files.ts';
import { seeOther, type Door } from './exchange.ts';
import { chooseAgain, choosePayment, openPayment, openUrlPayment, returnToPortal, showOutcome } from './payment-door.ts';
import type { Simulation } from './simulation.ts';
import { answerSoap } from './soap-door.ts';

export function doorsOf(simulation: Simulation): (method: string, path: string) => Door | undefined {
  const doors: Record<string, Door> = {
    [`POST ${soapPath}`]: (incoming) => answerSoap(simulation, incoming),
    [`GET ${soapPath}`]: () => contract(simulation.baseUrl),
    'GET /tpa/paiementws.web': (incoming) => openPayment(simulation, incoming),
    'GET /tpa/paiement.web': (incoming) => openUrlPayment(simulation, incoming),
    'GET /tpa/choix': (incoming) => chooseAgain(simulation, incoming),
    'POST /tpa/choix': (incoming) => choosePayment(simulation, incoming),
    'GET /tpa/resultat': (incoming) => showOutcome(simulation, incoming),
    'GET /tpa/retour': (incoming) => returnToPortal(simulation, incoming),
    'GET /simulateur': () => showAdmin(simulation),
    'GET /simulateur/etat.json': () => showState(simulation),
    'GET /simulateur/simulateur.css': () => styleSheet(),
    'GET /simulateur/ticket': (incoming) => sendTicket(simulation, incoming),
    'POST /simulateur/horloge': (incoming) => moveClock(simulation, incoming),
    'POST /simulateur/panne': (incoming) => breakAll(simulation, incoming),
    'POST /simulateur/operation': (incoming) => actOnOperation(simulation, incoming),
    'GET /': () => seeOther('/simulateur'),
  };
  return (method, path) => doors[`${method} ${path}`] ?? schemaDoor(method, path);
}

function schemaDoor(method: string, path: string): Door | undefined {
  const schema = method === 'GET' && path.startsWith('/tpa/services/') ? schemaFile(path.slice('/tpa/services/'.length)) : null;
  return schema ? () => schema : undefined;
}
