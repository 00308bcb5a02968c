// Why: the web service: the three operations of the contract, over the operations' book.
import { XmlRefused } from '../payfip/xml.ts';
import { transactionTime } from './clock.ts';
import type { Incoming, Outgoing } from './exchange.ts';
import type { Operation, RequestFields, ServiceFault } from './model.ts';
import { findServiceFault } from './request-rules.ts';
import type { Simulation } from './simulation.ts';
import { soapFault, soapReply, unknownRequest } from './soap-reply.ts';
import { readSoapRequest, type SoapRequest } from './soap-request.ts';
import { illAnswer } from './soap-troubles.ts';

export function answerSoap(simulation: Simulation, { body }: Incoming): Outgoing {
  const ill = illAnswer(simulation.trouble);
  if (ill) return ill;
  try {
    const request = readSoapRequest(body);
    return request ? answers[request.operation](simulation, request) : unknownRequest();
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    return soapFault('TechProtocolaireErreur', { code: '', label: 'Message mal formé.' });
  }
}

const functional = (fault: ServiceFault) => soapFault('FonctionnelleErreur', fault);

const answers: Record<SoapRequest['operation'], (simulation: Simulation, request: SoapRequest) => Outgoing> = {
  creerPaiementSecurise({ book, register, clock }, { operation, argument }) {
    const fields: RequestFields = {
      numcli: argument('numcli'), exer: argument('exer'), refdet: argument('refdet'), objet: argument('objet'), montant: argument('montant'),
      mel: argument('mel'), saisie: argument('saisie'), urlnotif: argument('urlnotif'), urlredirect: argument('urlredirect'), urlcl: '',
    };
    const fault = findServiceFault(fields, { register, ledger: book.ledger(), now: clock.now(), door: 'service' });
    return fault ? functional(fault) : soapReply(operation, { idOp: book.create('service', fields).id });
  },

  recupererDetailPaiementSecurise({ book }, { operation, argument }) {
    const idOp = argument('idOp');
    const ill = illAnswer(book.find(idOp)?.trouble ?? null);
    const found = book.read(idOp);
    return ill ?? ('code' in found ? functional(found) : soapReply(operation, detailOf(found)));
  },

  recupererDetailClient({ register }, { operation, argument }) {
    const client = register.find(argument('numCli'));
    if (!client) return functional({ code: /^\d{6}$/.test(argument('numCli')) ? 'T2' : 'T1', label: 'Numéro client incorrect.' });
    if (!client.webService) return functional({ code: 'T4', label: 'Ce client n\'a pas d\'accès sécurisé.' });
    const [libelleN1 = '', libelleN2 = '', libelleN3 = ''] = client.labels;
    return soapReply(operation, { libelleN1, libelleN2, libelleN3, numcli: client.numcli });
  },
};

function detailOf({ id, fields, result }: Operation): Record<string, string> {
  const { numcli, exer, refdet, objet, montant, mel, saisie } = fields;
  const outcome = result ? { resultrans: result.resultrans, numauto: result.numauto, ...transactionTime(result.at) } : {};
  return { idOp: id, numcli, exer, refdet, objet, montant, mel, saisie, ...outcome };
}
