// Why: the SOAP envelopes as the service wants them: qualified wrapper, unqualified children in the order of its schema (payfip.md §3.2).
import { childOf, escapeXml, readXml, XmlRefused, type XmlElement } from './xml.ts';
import { PayfipRefused, PayfipUnavailable } from './payfip-errors.ts';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const serviceNamespace = 'http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService';

export type Operation = 'creerPaiementSecurise' | 'recupererDetailPaiementSecurise' | 'recupererDetailClient';

/** Empty values are left out. */
export function writeEnvelope(operation: Operation, fields: Record<string, string>): string {
  const children = Object.entries(fields).filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soapNamespace}" xmlns:pai="${serviceNamespace}"><soapenv:Header/>`
    + `<soapenv:Body><pai:${operation}><arg0>${children}</arg0></pai:${operation}></soapenv:Body></soapenv:Envelope>`;
}

/**
 * The fields of the answer, their names in lower case (the guide prints `idop` where the service says `idOp`).
 * @throws PayfipRefused for a functional fault, PayfipUnavailable for anything else that is not the answer.
 */
export function readEnvelope(operation: Operation, xml: string): Map<string, string> {
  const body = soapBody(xml);
  const fault = childOf(body, 'Fault');
  if (fault) throw errorOfFault(fault);
  const reply = childOf(childOf(body, `${operation}Response`), 'return');
  if (!reply) throw new PayfipUnavailable('unreadable', 'no answer in the envelope');
  return new Map(reply.children.map((child) => [child.name.toLowerCase(), child.text.trim()]));
}

function soapBody(xml: string): XmlElement {
  try {
    const root = readXml(xml);
    const body = root.name === 'Envelope' && root.namespace === soapNamespace ? childOf(root, 'Body') : undefined;
    if (body) return body;
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw new PayfipUnavailable('unreadable', error.message, { cause: error });
  }
  throw new PayfipUnavailable('unreadable', 'not a SOAP envelope');
}

/** By the detail's local name and its `code`: prefixes and `faultstring` differ between the guide and the service. */
function errorOfFault(fault: XmlElement): PayfipRefused | PayfipUnavailable {
  const detail = childOf(fault, 'detail')?.children[0];
  const text = (name: string) => childOf(detail, name)?.text.trim() ?? '';
  const code = text('code').slice(0, 10);
  if (detail?.name === 'FonctionnelleErreur' && code !== '' && code !== '999') {
    return new PayfipRefused(code, (text('descriptif') || text('libelle') || text('message')).slice(0, 200));
  }
  return new PayfipUnavailable('technical', `${detail?.name ?? 'fault without detail'} ${code}`.trim());
}
