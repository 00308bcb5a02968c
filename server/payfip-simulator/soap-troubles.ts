// Why: the web service when it is ill, each way seen at a peer's or feared (payfip.md §6, trust.md T-PF-2).
import { html, xml, type Outgoing } from './exchange.ts';
import type { Trouble } from './model.ts';
import { soapFault } from './soap-reply.ts';

const bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
  + '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>&c;&x;</S:Body></S:Envelope>';

/** The ill answer, or null when this trouble lets the service answer by itself. */
export function illAnswer(trouble: Trouble | null): Outgoing | null {
  switch (trouble) {
    case 'technical': return soapFault('TechDysfonctionnementErreur', { code: '999', label: 'Erreur technique.' });
    case 'unavailable': return soapFault('TechIndisponibiliteErreur', { code: '', label: 'Service indisponible.' });
    case 'http-502': return html('<html><body><h1>502 Bad Gateway</h1></body></html>', 502);
    case 'html': return html('<html><body><p>Maintenance en cours<br></body></html>');
    case 'timeout': return { status: 200, silent: true };
    case 'malformed': return xml("<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><ns2:");
    case 'bomb': return xml(bomb);
    default: return null;
  }
}
