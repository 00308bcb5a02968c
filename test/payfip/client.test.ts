// Checks the client against hand-written answers, in the shapes seen at the real service and elsewhere, and against its outages.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPayment, readClient, readPayment } from '../../server/payfip/client.ts';
import { askPayment } from '../../server/payfip/ask-payment.ts';
import { PayfipRefused, PayfipUnavailable } from '../../server/payfip/payfip-errors.ts';
import { transactionNamespace } from '../../server/transaction-scope.ts';
import { servicePayment } from '../support/payfip.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const tns = 'http://securite.service.tpa.cp.finances.gouv.fr/services/mas_securite/contrat_paiement_securise/PaiementSecuriseService';
const idOp = 'cc0cb210-1cd4-11ea-8cca-0213ad91a103';

async function serve(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => { bodies.push(body); handle(request, response, body); });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs: 5_000, bodies };
}
const answering = (body: string | Buffer, status = 200, type = 'text/xml;charset=utf-8') =>
  serve((_, response) => void response.writeHead(status, { 'Content-Type': type }).end(body));

const live = (operation: string, fields: string) => `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="${soap}"><S:Body>`
  + `<ns2:${operation}Response xmlns:ns2="${tns}"><return>${fields}</return></ns2:${operation}Response></S:Body></S:Envelope>`;
const fault = (kind: string, fields: string) => `<S:Envelope xmlns:S="${soap}"><S:Body><S:Fault><faultcode>S:Server</faultcode>`
  + `<faultstring>fr.gouv.finances.cp.tpa.webservice.exceptions.${kind}</faultstring><detail><ns2:${kind} xmlns:ns2="${tns}">${fields}</ns2:${kind}></detail></S:Fault></S:Body></S:Envelope>`;

describe('asking', () => {
  it('faults 15 and 21: writes the qualified wrapper, unqualified children in the schema’s order, without reading any WSDL', async () => {
    const service = await answering(live('creerPaiementSecurise', `<idOp>${idOp}</idOp>`));
    expect(await createPayment(service, servicePayment({ urlredirect: 'https://a.fr/r?a=1&b=2' }))).toBe(idOp);
    expect(service.bodies).toEqual([`<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soap}" xmlns:pai="${tns}"><soapenv:Header/><soapenv:Body>`
      + '<pai:creerPaiementSecurise><arg0><exer>2026</exer><mel>camille@exemple.fr</mel><montant>1250</montant><numcli>006270</numcli><objet>Cantine</objet><refdet>F2026001ABCDEF</refdet>'
      + '<saisie>W</saisie><urlnotif>http://127.0.0.1:9/paiements/notification</urlnotif><urlredirect>https://a.fr/r?a=1&amp;b=2</urlredirect></arg0></pai:creerPaiementSecurise></soapenv:Body></soapenv:Envelope>']);
  });
  it('fault 16: asks with <idOp>, and for a client with <numCli>', async () => {
    const service = await serve((_, response, body) => void response.end(body.includes('Client')
      ? live('recupererDetailClient', '<libelleN1>DDFIP</libelleN1><libelleN2>POUETPOUET</libelleN2><numcli>006270</numcli>') : live('recupererDetailPaiementSecurise', '<refdet>F2026001</refdet><resultrans>A</resultrans>')));
    await readPayment(service, idOp);
    expect(await readClient(service, '006270')).toEqual({ numcli: '006270', labels: ['DDFIP', 'POUETPOUET'] });
    expect(service.bodies[0]).toContain(`<arg0><idOp>${idOp}</idOp></arg0>`);
    expect(service.bodies[1]).toContain('<arg0><numCli>006270</numCli></arg0>');
  });
  it('sends the headers of SOAP 1.1', async () => {
    let headers: IncomingMessage['headers'] = {};
    const service = await serve((request, response) => { headers = request.headers; response.end(live('creerPaiementSecurise', `<idOp>${idOp}</idOp>`)); });
    await createPayment(service, servicePayment());
    expect(headers).toMatchObject({ 'content-type': 'text/xml; charset=utf-8', soapaction: '""' });
  });
  it('refuses before calling what PayFiP would refuse, another host, and a transaction', async () => {
    const service = await answering('');
    await expect(createPayment(service, servicePayment({ montant: 99 }))).rejects.toMatchObject({ code: 'payfip_amount_too_small', field: 'montant' });
    await expect(readClient(service, '6270')).rejects.toMatchObject({ code: 'payfip_numcli_invalid' });
    await expect(readPayment({ baseUrl: 'https://evil.example' }, idOp)).rejects.toMatchObject({ code: 'payfip_address_refused' });
    await new Promise<void>((resolve) => transactionNamespace.run(() => {
      transactionNamespace.set('transaction', {});
      void expect(readPayment(service, idOp)).rejects.toThrow('inside a transaction').then(resolve);
    }));
    expect(service.bodies).toEqual([]);
  });
});

describe('reading', () => {
  const fields = '<dattrans>03122026</dattrans><exer>2026</exer><heurtrans>0905</heurtrans><mel>a@b.fr</mel><montant>1250</montant><numauto>112233445566-tip</numauto><numcli>006270</numcli>'
    + '<objet>Cantine &amp; garderie</objet><refdet>F2026001ABCDEF</refdet><resultrans>V</resultrans><saisie>W</saisie>';
  const expected = {
    idOp, dattrans: '03122026', exer: '2026', heurtrans: '0905', mel: 'a@b.fr', montant: '1250', numauto: '112233445566-tip', numcli: '006270',
    objet: 'Cantine & garderie', refdet: 'F2026001ABCDEF', resultrans: 'V', saisie: 'W',
  };
  it('fault 20: gives texts, their zeros kept', async () => {
    expect(await readPayment(await answering(live('recupererDetailPaiementSecurise', `<idOp>${idOp}</idOp>${fields}`)), idOp)).toEqual(expected);
  });
  it('reads `idop` as the guide prints it, other prefixes, spaces, and Latin-1', async () => {
    const guide = `<?xml version="1.0"?>\n<soapenv:Envelope xmlns:soapenv="${soap}">\n <soapenv:Body>\n  <recupererDetailPaiementSecuriseResponse xmlns="${tns}">\n   <return xmlns="">\n <idop>${idOp}</idop> ${fields}</return></recupererDetailPaiementSecuriseResponse></soapenv:Body></soapenv:Envelope>`;
    expect(await readPayment(await answering(guide), idOp)).toEqual(expected);
    const latin = Buffer.from(`<?xml version='1.0' encoding='ISO-8859-1'?>${live('recupererDetailClient', '<libelleN1>Régie</libelleN1>').slice(38)}`, 'latin1');
    expect((await readClient(await answering(latin, 200, 'text/xml'), '006270')).labels).toEqual(['Régie']);
  });
  it('leaves empty what the answer omits', async () => {
    const service = await answering(live('recupererDetailPaiementSecurise', '<refdet>F2026001</refdet><resultrans>R</resultrans>'));
    expect(await readPayment(service, idOp)).toMatchObject({ idOp, resultrans: 'R', numauto: '', montant: '' });
  });
  it.each(['', '<refdet>F2026001</refdet>', '<resultrans>P</resultrans>', '<refdet>F2026001</refdet><resultrans> </resultrans>'])('an answer that holds « %s » says nothing', async (held) => {
    await expect(readPayment(await answering(live('recupererDetailPaiementSecurise', held)), idOp)).rejects.toMatchObject({ reason: 'unreadable' });
  });
  it('refuses an answer about another operation, or without operation', async () => {
    await expect(readPayment(await answering(live('recupererDetailPaiementSecurise', `<idOp>${idOp.replace('c', 'd')}</idOp>${fields}`)), idOp)).rejects.toMatchObject({ reason: 'unreadable' });
    await expect(createPayment(await answering(live('creerPaiementSecurise', '')), servicePayment())).rejects.toMatchObject({ reason: 'unreadable' });
    await expect(createPayment(await answering(live('recupererDetailClient', '')), servicePayment())).rejects.toMatchObject({ reason: 'unreadable' });
  });
});

describe('faults', () => {
  it.each([
    ['libelle', '<code>P5</code><libelle>Résultat de la transaction non connu.</libelle><severite>2</severite>', { code: 'P5', label: 'Résultat de la transaction non connu.' }],
    ['descriptif first', '<code>P1</code><descriptif>IdOp incorrect.</descriptif><libelle>autre</libelle><severite>2</severite>', { code: 'P1', label: 'IdOp incorrect.' }],
    ['an empty descriptif', '<code>R3</code><descriptif/><libelle>Format</libelle><severite>2</severite>', { code: 'R3', label: 'Format' }],
    ['a code never seen', '<code>Q17</code><severite>2</severite>', { code: 'Q17', label: '' }],
  ])('a functional fault with %s', async (_, detail, expected) => {
    const error = await readPayment(await answering(fault('FonctionnelleErreur', detail), 500), idOp).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PayfipRefused);
    expect(error).toMatchObject(expected);
  });
  it('is recognised by its detail, not by faultstring, prefix or status', async () => {
    const guide = `<soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Server</faultcode><faultstring>999 TechDysfonctionnementErreur</faultstring>`
      + `<detail><FonctionnelleErreur xmlns="${tns}"><code xmlns="">P1</code></FonctionnelleErreur></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
    await expect(readPayment(await answering(guide, 200), idOp)).rejects.toMatchObject({ name: 'PayfipRefused', code: 'P1' });
  });
  it.each([
    ['TechDysfonctionnementErreur', '<code>999</code><severite>3</severite>'], ['TechIndisponibiliteErreur', '<severite>3</severite>'], ['TechProtocolaireErreur', '<severite>3</severite>'],
    ['TechDysfonctionnementErreur', '<code>P1</code>'], ['FonctionnelleErreur', '<code>999</code>'], ['FonctionnelleErreur', ''],
  ])('%s %s is an outage: neither P1 nor P5', async (kind, detail) => {
    await expect(readPayment(await answering(fault(kind, detail), 500), idOp)).rejects.toMatchObject({ name: 'PayfipUnavailable', reason: 'technical' });
  });
});

describe('outages', () => {
  it.each<[string, string, [number, string]]>([
    ['502', '<html>Bad gateway</html>', [502, 'http']], ['404', '', [404, 'http']], ['an HTML page', '<html><body>Maintenance<br></html>', [200, 'unreadable']], ['nothing', '', [200, 'unreadable']],
    ['a bomb', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', [200, 'unreadable']], ['an external entity', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><S:Envelope xmlns:S="${soap}"/>`, [500, 'unreadable']],
    ['a cut envelope', `<S:Envelope xmlns:S="${soap}"><S:Body>`, [200, 'unreadable']], ['another XML', '<a/>', [200, 'unreadable']], ['300 kB', ' '.repeat(300_000), [200, 'too-large']],
  ])('%s', async (_, body, [status, reason]) => {
    const service = await answering(body, status);
    await expect(readPayment(service, idOp)).rejects.toMatchObject({ name: 'PayfipUnavailable', reason });
    expect(await askPayment(service, idOp)).toMatchObject({ answer: { kind: 'outage' }, result: null });
  });
  it('an XML bomb hidden in UTF-16 is refused too', async () => {
    const bomb = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', 'utf16le');
    await expect(readPayment(await answering(bomb, 200, 'text/xml; charset=utf-16'), idOp)).rejects.toMatchObject({ reason: 'unreadable' });
  });
  it('follows no redirect', async () => {
    const elsewhere = await answering(live('recupererDetailPaiementSecurise', '<resultrans>P</resultrans>'));
    const service = await serve((_, response) => void response.writeHead(307, { Location: `${elsewhere.baseUrl}/` }).end());
    await expect(readPayment(service, idOp)).rejects.toMatchObject({ reason: 'redirected' });
    expect(elsewhere.bodies).toEqual([]);
  });
  it('does not wait for ever, neither for the head nor for the body', async () => {
    const silent = { ...(await serve(() => undefined)), timeoutMs: 60 };
    await expect(readPayment(silent, idOp)).rejects.toMatchObject({ reason: 'timeout' });
    const slow = { ...(await serve((_, response) => void response.writeHead(200).write('<S:'))), timeoutMs: 60 };
    await expect(readPayment(slow, idOp)).rejects.toMatchObject({ reason: 'timeout' });
  });
  it('nobody listens, or the line is cut', async () => {
    const cut = await serve((request) => void request.socket.destroy());
    await expect(readPayment(cut, idOp)).rejects.toBeInstanceOf(PayfipUnavailable);
    await expect(readPayment({ baseUrl: 'http://127.0.0.1:9' }, idOp)).rejects.toMatchObject({ reason: 'network' });
  });
});
