// Checks payment by address: what is opened, what is posted to urlcl, and what titre and rôle refuse.
import { describe, expect, it } from 'vitest';
import { compareResult, parseTransactionTime } from '../../server/domain/payfip-result.ts';
import { fictiveTitreRefdet, roleRefdet, titreRefdet } from '../../server/domain/references.ts';
import { readUrlResult, urlModeAddress, type UrlPayment } from '../../server/payfip/url-mode.ts';
import type { PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { listenForCalls, minute, noon, post, simulate } from '../support/payfip.ts';

const regie: UrlPayment = { numcli: '008112', exer: '2026', refdet: 'EAU2026001ABCDEF', objet: 'Eau', montant: 4_205, mel: 'a+b@exemple.fr', saisie: 'A' };
const titre: UrlPayment = { ...regie, numcli: '095548', refdet: titreRefdet('2026-2-1')!, montant: 24_311 };
const role: UrlPayment = { ...regie, numcli: '095549', refdet: roleRefdet('2026-EA-00-123456789')!, montant: 8_742 };

async function open({ baseUrl }: PayfipSimulator, payment: UrlPayment): Promise<{ status: number; code?: string; operation: string; html: string }> {
  const page = await fetch(urlModeAddress(baseUrl, payment));
  const html = await page.text();
  return { status: page.status, html, operation: /name="operation" value="([^"]+)"/.exec(html)?.[1] ?? '', ...(page.ok ? {} : { code: /Code (\w+)/.exec(html)?.[1] ?? '' }) };
}
const choose = ({ baseUrl }: PayfipSimulator, operation: string, choix: string) => post(`${baseUrl}/tpa/choix`, { operation, choix });

describe('a régie', () => {
  it.each([['card', 'P'], ['debit', 'V'], ['card-refused', 'R'], ['debit-refused', 'Z'], ['abandon', 'A']])('%s posts eleven lower-case fields with %s, then shows a ticket', async (choice, resultrans) => {
    const [simulator, portal] = [await simulate(), await listenForCalls()];
    const payment = { ...regie, urlcl: `${portal.baseUrl}/retour/jeton?a=1` };
    const { operation } = await open(simulator, payment);
    const ticket = await (await fetch(simulator.baseUrl + (await choose(simulator, operation, choice)).headers.get('location'))).text();
    expect([ticket.includes('fermer cette fenêtre'), ticket.includes('Continuer')]).toEqual([true, false]);
    const [call] = portal.calls;
    expect([call!.method, call!.path, call!.query.get('a')]).toEqual(['POST', '/retour/jeton', '1']);
    expect([...call!.form.keys()].sort()).toEqual(['dattrans', 'exer', 'heurtrans', 'mel', 'montant', 'numauto', 'numcli', 'objet', 'refdet', 'resultrans', 'saisie']);
    const result = readUrlResult({ body: call!.form, query: call!.query })!;
    expect(result).toMatchObject({ resultrans, mel: 'a+b@exemple.fr', montant: '4205', dattrans: '03122026', heurtrans: '1200' });
    expect(compareResult(result, payment)).toEqual([]);
    expect(parseTransactionTime(result.dattrans, result.heurtrans)?.getTime()).toBe(noon);
    expect(result.numauto !== '').toBe('PV'.includes(resultrans));
    expect(simulator.ledger()).toHaveLength('PV'.includes(resultrans) ? 1 : 0);
  });
  it('a closed tab says nothing, ever; a failed call is tried again', async () => {
    const [simulator, portal] = [await simulate({ urlclRetries: 2 }), await listenForCalls(() => 503)];
    const closed = await open(simulator, { ...regie, urlcl: `${portal.baseUrl}/r` });
    await choose(simulator, closed.operation, 'close');
    await simulator.advance(60 * minute);
    expect(portal.calls).toHaveLength(0);
    await choose(simulator, (await open(simulator, { ...regie, urlcl: `${portal.baseUrl}/r` })).operation, 'card');
    await simulator.advance(60 * minute);
    expect(portal.calls).toHaveLength(3);
  });
  it('fault 10: takes any reference and any amount, even one that the payer changed', async () => {
    const simulator = await simulate();
    expect((await open(simulator, { ...regie, montant: 100 })).status).toBe(200);
  });
  it('fault 13: parameters that lost their name or their encoding are refused', async () => {
    const { baseUrl } = await simulate();
    for (const query of ['', '?montant=1', '?numcli=008112&exer=2026&refdet=EAU2026001&montant=12,50&mel=a@b.fr&saisie=A', '?NUMCLI=008112&REFDET=EAU2026001&MONTANT=1250&MEL=a@b.fr&SAISIE=T']) {
      expect((await fetch(`${baseUrl}/tpa/paiement.web${query}`)).status).toBe(400);
    }
  });
  it('fault 25: W is for the web service; A and M wait for the activation', async () => {
    const simulator = await simulate();
    const asW = urlModeAddress(simulator.baseUrl, regie).replace('saisie=A', 'saisie=W');
    expect(await (await fetch(asW)).text()).toContain('Code S1');
    for (const saisie of ['A', 'M'] as const) expect((await open(simulator, { ...regie, numcli: '012327', saisie })).code).toBe('T4');
    for (const saisie of ['T', 'X'] as const) expect((await open(simulator, { ...regie, numcli: '012327', saisie })).status).toBe(200);
  });
});

describe('a titre or a rôle', () => {
  it.each([['titre', titre], ['rôle', role]])('a %s is known with its exact amount, and paid once, even from two open pages', async (_, debt) => {
    const simulator = await simulate();
    const [one, other] = [await open(simulator, debt), await open(simulator, debt)];
    expect([one.status, other.status]).toEqual([200, 200]);
    expect((await choose(simulator, one.operation, 'card')).status).toBe(303);
    expect((await choose(simulator, other.operation, 'card')).status).toBe(409);
    expect((await open(simulator, debt)).code).toBe('R2');
    expect(simulator.ledger().map(({ cents }) => cents)).toEqual([debt.montant]);
  });
  it.each([['another amount', { ...titre, montant: 24_310 }], ['another reference', { ...titre, refdet: '202600000009000001' }], ['another client’s', { ...titre, numcli: '095549' }], ['another year', { ...titre, exer: '2025' }]])('refuses %s', async (_, debt) => {
    expect((await open(await simulate(), debt)).code).toBe('R1');
  });
  it('takes the fictive reference in tests only, as often as needed, and a test settles no debt', async () => {
    const simulator = await simulate();
    const fictive: UrlPayment = { ...titre, exer: '9999', refdet: fictiveTitreRefdet, montant: 1_000, saisie: 'T' };
    for (const payment of [fictive, fictive, { ...titre, saisie: 'T' as const }]) await choose(simulator, (await open(simulator, payment)).operation, 'card');
    expect(simulator.ledger().map(({ real }) => real)).toEqual([false, false, false]);
    expect((await open(simulator, titre)).status).toBe(200);
    expect((await open(simulator, { ...fictive, saisie: 'A' })).code).toBe('R1');
  });
});
