// Checks the simulator's web service with envelopes that our client did not write, and against the service's own WSDL and schemas.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeEnvelope } from '../../server/payfip/envelope.ts';
import { childOf, readXml, type XmlElement } from '../../server/payfip/xml.ts';
import { serviceNamespace } from '../../server/payfip-simulator/soap-request.ts';
import type { PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { resourcesFolder } from '../../server/resources-folder.ts';
import { simulate } from '../support/payfip.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const tns = 'http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService';
const contractFile = (name: string) => readFileSync(join(resourcesFolder, 'payfip', name), 'utf8');

async function ask({ baseUrl }: PayfipSimulator, envelope: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${baseUrl}/tpa/services/securite`, { method: 'POST', body: Buffer.from(envelope), headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const create = (changes: Record<string, string> = {}) => {
  const fields = {
    numcli: '006270', exer: '2026', refdet: 'F2026001ABCDEF', objet: 'Cantine', montant: '1250', mel: 'a@exemple.fr', saisie: 'W', urlnotif: 'http://127.0.0.1:9/n', urlredirect: 'http://127.0.0.1:9/r', ...changes,
  };
  return `<s:Envelope xmlns:s="${soap}" xmlns:t="${tns}"><s:Body><t:creerPaiementSecurise><arg0>`
    + `${Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</arg0></t:creerPaiementSecurise></s:Body></s:Envelope>`;
};
const detail = (child: string) => `<s:Envelope xmlns:s="${soap}" xmlns:t="${tns}"><s:Body><t:recupererDetailPaiementSecurise><arg0>${child}</arg0></t:recupererDetailPaiementSecurise></s:Body></s:Envelope>`;
const codeOf = (text: string) => /<code>([^<]*)/.exec(text)?.[1];
const idOpOf = (text: string) => /<idOp>([^<]*)/.exec(text)?.[1] ?? '';
const values = '<numcli>006270</numcli><exer>2026</exer><refdet>F2026001ABCDEF</refdet><objet>Cantine</objet><montant>1250</montant><mel>a@exemple.fr</mel><saisie>T</saisie><urlnotif>http://127.0.0.1:9/n</urlnotif><urlredirect>http://127.0.0.1:9/r</urlredirect>';

describe('the envelopes of several clients', () => {
  it.each([
    ['zeep', `<?xml version='1.0' encoding='utf-8'?>\n<soap-env:Envelope xmlns:soap-env="${soap}"><soap-env:Body><ns0:creerPaiementSecurise xmlns:ns0="${tns}"><arg0><exer>20</exer><mel>a@exemple.fr</mel><montant>1250</montant><numcli>090909</numcli><objet>coucou</objet><refdet>EFEFAEFG</refdet><saisie>T</saisie><urlnotif>http://a.fr/n</urlnotif><urlredirect>http://a.fr/r</urlredirect></arg0></ns0:creerPaiementSecurise></soap-env:Body></soap-env:Envelope>`.replace('090909', '006270'), { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' }],
    ['PHP SoapClient', `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="${soap}" xmlns:ns1="${tns}"><SOAP-ENV:Body><ns1:creerPaiementSecurise><arg0>${values}</arg0></ns1:creerPaiementSecurise></SOAP-ENV:Body></SOAP-ENV:Envelope>\n`, { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' }],
    ['a hand-made one without header, in another order', `<soapenv:Envelope xmlns:soapenv="${soap}" xmlns:pai="${tns}">\n <soapenv:Header/>\n <soapenv:Body>\n  <pai:creerPaiementSecurise>\n   <arg0>\n${values}\n </arg0>\n  </pai:creerPaiementSecurise>\n </soapenv:Body>\n</soapenv:Envelope>`, {}],
    ['.NET, default namespace undone', `<s:Envelope xmlns:s="${soap}"><s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><creerPaiementSecurise xmlns="${tns}"><arg0 xmlns="">${values}</arg0></creerPaiementSecurise></s:Body></s:Envelope>`, { 'Content-Type': 'text/xml' }],
    ['a newer one with unknown children', `<e:Envelope xmlns:e="${soap}"><e:Body><p:creerPaiementSecurise xmlns:p="${tns}"><arg0><typeAuthentification/>${values}<typeUsager></typeUsager></arg0></p:creerPaiementSecurise></e:Body></e:Envelope>`, { 'Content-Type': 'application/octet-stream' }],
    ['ours', writeEnvelope('creerPaiementSecurise', { numcli: '006270', exer: '2026', refdet: 'F2026001', montant: '1250', mel: 'a@b.fr', saisie: 'T', urlnotif: 'http://127.0.0.1:9/n', urlredirect: 'http://127.0.0.1:9/r?a=1&b=2' }), { SOAPAction: '' }],
  ])('%s is understood', async (_, envelope, headers) => {
    const { status, text, type } = await ask(await simulate(), envelope, headers);
    expect([status, type]).toEqual([200, 'text/xml;charset=utf-8']);
    const idOp = idOpOf(text);
    expect(idOp).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toBe(`<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${soap}"><S:Body><ns2:creerPaiementSecuriseResponse xmlns:ns2="${tns}"><return><idOp>${idOp}</idOp></return></ns2:creerPaiementSecuriseResponse></S:Body></S:Envelope>`);
  });

  it('fault 15: an invented namespace, qualified children or no arg0 are not understood', async () => {
    const simulator = await simulate();
    const invented = await ask(simulator, create().replace(tns, 'http://www.dgfip.finances.gouv.fr/cps'));
    expect([invented.status, invented.text]).toEqual([500, expect.stringContaining('S:Client')]);
    const qualified = `<s:Envelope xmlns:s="${soap}"><s:Body><creerPaiementSecurise xmlns="${tns}"><arg0>${values}</arg0></creerPaiementSecurise></s:Body></s:Envelope>`;
    expect((await ask(simulator, qualified)).text).toContain('<code>S1</code>');
    expect((await ask(simulator, create().replace(/<\/?arg0>/g, ''))).text).toContain('<code>S1</code>');
    expect((await ask(simulator, create().replaceAll('montant', 'MONTANT'))).text).toContain('<code>M1</code>');
    expect((await ask(simulator, '<a>')).text).toContain('TechProtocolaireErreur');
    expect((await ask(simulator, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).text).toContain('TechProtocolaireErreur');
    expect(simulator.operations()).toEqual([]);
  });

  it('fault 16: <idop> in lower case is P1 for an operation just issued', async () => {
    const simulator = await simulate();
    const idOp = idOpOf((await ask(simulator, create())).text);
    expect(codeOf((await ask(simulator, detail(`<idOp>${idOp}</idOp>`))).text)).toBe('P5');
    expect(codeOf((await ask(simulator, detail(`<idop>${idOp}</idop>`))).text)).toBe('P1');
  });

  it('answers a fault as the live service: status 500, Java name, qualified detail with plain children', async () => {
    const { status, text } = await ask(await simulate(), detail('<idOp>inconnu</idOp>'));
    expect(status).toBe(500);
    expect(text).toBe(`<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${soap}"><S:Body><S:Fault><faultcode>S:Server</faultcode><faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.FonctionnelleErreur</faultstring>`
      + `<detail><ns2:FonctionnelleErreur xmlns:ns2="${tns}"><code>P1</code><libelle>IdOp incorrect.</libelle><severite>2</severite></ns2:FonctionnelleErreur></detail></S:Fault></S:Body></S:Envelope>`);
  });
});

describe('refusals', () => {
  it.each<[string, Record<string, string>, string]>([
    ['e-mail before amount', { mel: 'faux', montant: '9990000001' }, 'A2'], ['no e-mail', { mel: '' }, 'A1'], ['a short refdet', { refdet: 'F201' }, 'R3'],
    ['fault 17: a refdet with a dash', { refdet: '2026-001' }, 'R3'], ['fault 17: an objet with accents', { objet: 'Été' }, 'O1'], ['a long objet', { objet: 'a'.repeat(100) }, 'O1'],
    ['euros', { montant: '12.50' }, 'M1'], ['99 cents', { montant: '99' }, 'M3'], ['8 digits', { montant: '10000000' }, 'M5'], ['a number without zeros', { numcli: '6270' }, 'T1'],
    ['an unknown client', { numcli: '999999' }, 'T2'], ['a client without web service', { numcli: '008112' }, 'T4'], ['production before activation', { numcli: '012327' }, 'T4'],
    ['fault 25: A by web service', { saisie: 'A' }, 'S1'], ['no notification address', { urlnotif: '' }, 'N1'], ['a broken return address', { urlredirect: 'http:/www' }, 'D1'],
    ['an odd year in production', { exer: '20' }, 'E1'],
  ])('%s: %s → %s', async (_, changes, code) => {
    const simulator = await simulate();
    const { status, text } = await ask(simulator, create(changes));
    expect([status, codeOf(text), text.match(/<code>/g)?.length]).toEqual([500, code, 1]);
  });
  it('is lax about the year in a test', async () => {
    expect((await ask(await simulate(), create({ saisie: 'T', exer: '20' }))).status).toBe(200);
  });
});

describe('the contract', () => {
  it('is served with its schemas, under the simulator’s own address', async () => {
    const { baseUrl } = await simulate();
    const wsdl = await (await fetch(`${baseUrl}/tpa/services/securite?wsdl`)).text();
    expect(wsdl).toContain(`<soap:address location="${baseUrl}/tpa/services/securite"/>`);
    for (const [, name] of wsdl.matchAll(/schemaLocation="([^"]+)"/g)) {
      expect(await (await fetch(new URL(name!, `${baseUrl}/tpa/services/securite?wsdl`))).text()).toBe(contractFile(name!));
    }
  });

  it('holds every name, namespace and order that client and simulator write', async () => {
    const simulator = await simulate();
    expect(readXml(contractFile('PaiementSecuriseService.wsdl')).children.length).toBeGreaterThan(5);
    expect(serviceNamespace).toBe(tns);
    const request = { exer: '2026', mel: 'a@exemple.fr', montant: '1250', numcli: '006270', objet: 'Cantine', refdet: 'F2026001ABCDEF', saisie: 'T', urlnotif: 'http://127.0.0.1:9/n', urlredirect: 'http://127.0.0.1:9/r' };
    const created = await check(simulator, 'creerPaiementSecurise', request);
    expect(created).toEqual(['idOp']);
    const idOp = simulator.operations()[0]!.id;
    await simulator.act(idOp, { kind: 'decide', resultrans: 'P' });
    expect(await check(simulator, 'recupererDetailPaiementSecurise', { idOp })).toHaveLength(12);
    expect(await check(simulator, 'recupererDetailClient', { numCli: '006270' })).toEqual(['libelleN1', 'libelleN2', 'libelleN3', 'numcli']);
  });
});

/** Names of the answer's children; fails when request or answer leave the schemas. */
async function check(simulator: PayfipSimulator, operation: 'creerPaiementSecurise' | 'recupererDetailPaiementSecurise' | 'recupererDetailClient', fields: Record<string, string>): Promise<string[]> {
  const envelope = writeEnvelope(operation, fields);
  const wrapper = childOf(readXml(envelope), 'Body')!.children[0]!;
  expect([wrapper.name, wrapper.namespace]).toEqual([operation, tns]);
  expect(namesIn(wrapper, 'arg0')).toEqual(schemaNames(operation, 'arg0'));
  const reply = childOf(readXml((await ask(simulator, envelope)).text), 'Body')!.children[0]!;
  expect([reply.name, reply.namespace]).toEqual([`${operation}Response`, tns]);
  expect(schemaNames(`${operation}Response`, 'return')).toEqual(namesIn(reply, 'return'));
  return namesIn(reply, 'return');
}

function namesIn(wrapper: XmlElement, only: string): string[] {
  expect(wrapper.children.map(({ name, namespace }) => [name, namespace])).toEqual([[only, '']]);
  expect(wrapper.children[0]!.children.every(({ namespace }) => namespace === '')).toBe(true);
  return wrapper.children[0]!.children.map(({ name }) => name);
}

/** By reading the schemas as text: the type of `part` in the wrapper's type, then its elements in order. */
function schemaNames(wrapper: string, part: string): string[] {
  const typeBody = (name: string) => [1, 2, 3].map((number) => contractFile(`PaiementSecuriseService_schema${number}.xsd`))
    .map((text) => new RegExp(`<xs:complexType name="${name}">([\\s\\S]*?)</xs:complexType>`).exec(text)?.[1]).find((body) => body !== undefined) ?? '';
  const type = new RegExp(`name="${part}" type="ns\\d:(\\w+)"`).exec(typeBody(wrapper))?.[1] ?? '';
  return [...typeBody(type).matchAll(/<xs:element name="(\w+)"/g)].map(([, name]) => name!);
}
