// Why: reads a SOAP request as the service does: any prefix, any order, no header asked for, but namespaces and case to the letter.
import { readXml, type XmlElement } from '../payfip/xml.ts';

export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
export const serviceNamespace = 'http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService';

const operations = ['creerPaiementSecurise', 'recupererDetailPaiementSecurise', 'recupererDetailClient'] as const;
export type OperationName = (typeof operations)[number];
export interface SoapRequest { operation: OperationName; argument(name: string): string }

/** null when the envelope is well-formed but asks for nothing that the service knows. @throws XmlRefused */
export function readSoapRequest(text: string): SoapRequest | null {
  const envelope = readXml(text);
  const body = envelope.name === 'Envelope' ? qualified(envelope, soapNamespace, 'Body') : undefined;
  const wrapper = body?.children.find((child) => child.namespace === serviceNamespace);
  const operation = operations.find((name) => name === wrapper?.name);
  if (!wrapper || !operation) return null;
  const argument = qualified(wrapper, '', 'arg0');
  return { operation, argument: (name) => (argument ? qualified(argument, '', name)?.text.trim() : undefined) ?? '' };
}

function qualified(parent: XmlElement, namespace: string, name: string): XmlElement | undefined {
  return parent.children.find((child) => child.name === name && child.namespace === namespace);
}
