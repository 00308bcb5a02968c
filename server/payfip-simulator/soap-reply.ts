// Why: writes answers and faults in the shape seen on the live service (payfip.md §3.3, §3.6).
import { escapeXml } from '../payfip/xml.ts';
import { xml, type Outgoing } from './exchange.ts';
import type { ServiceFault } from './model.ts';
import { serviceNamespace, soapNamespace, type OperationName } from './soap-request.ts';

const envelope = (body: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${soapNamespace}"><S:Body>${body}</S:Body></S:Envelope>`;

/** Elements in the alphabetical order of the schema; empty values are omitted. */
const elements = (values: Record<string, string>) => Object.entries(values).filter(([, value]) => value !== '')
  .sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');

export function soapReply(operation: OperationName, values: Record<string, string>): Outgoing {
  return xml(envelope(`<ns2:${operation}Response xmlns:ns2="${serviceNamespace}"><return>${elements(values)}</return></ns2:${operation}Response>`));
}

export type FaultKind = 'FonctionnelleErreur' | 'TechDysfonctionnementErreur' | 'TechIndisponibiliteErreur' | 'TechProtocolaireErreur';
const javaPackage = 'fr.gouv.finances.cp.tpa.webservice.exceptions';

export function soapFault(kind: FaultKind, { code, label }: ServiceFault): Outgoing {
  const detail = elements({ code, libelle: label, severite: kind === 'FonctionnelleErreur' ? '2' : '3' });
  return xml(envelope(`<S:Fault><faultcode>S:Server</faultcode><faultstring>${javaPackage}.${kind}</faultstring>`
    + `<detail><ns2:${kind} xmlns:ns2="${serviceNamespace}">${detail}</ns2:${kind}></detail></S:Fault>`), 500);
}

/** What the SOAP library itself answers to a request that is no operation of the service: no detail. */
export function unknownRequest(): Outgoing {
  return xml(envelope('<S:Fault><faultcode>S:Client</faultcode><faultstring>Cannot find dispatch method</faultstring></S:Fault>'), 500);
}
