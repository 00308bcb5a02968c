// Checks the simulator's own pages and doors: loopback, headers, no script, the admin page and its buttons.
import { describe, expect, it } from 'vitest';
import { createPayment, readPayment } from '../../server/payfip/client.ts';
import { paymentPageUrl } from '../../server/payfip/payment-page.ts';
import { scenarioKeys, troubles } from '../../server/payfip-simulator/model.ts';
import { wordOf } from '../../server/payfip-simulator/scenarios.ts';
import { plainSpaces } from '../support/french.ts';
import { minute, noon, post, servicePayment, simulate } from '../support/payfip.ts';

describe('the payment page', () => {
  it('is French, marked, without script, under a strict policy', async () => {
    const simulator = await simulate();
    const page = await fetch(`${simulator.baseUrl}/tpa/paiementws.web?idop=${await createPayment(simulator, servicePayment())}`);
    const html = await page.text();
    expect(html).toContain('Simulateur de paiement\u00a0: rien n’est débité');
    expect(html).toMatch(/<html lang="fr">/);
    expect(html).not.toMatch(/<script|style=|onclick/);
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    expect((await fetch(`${simulator.baseUrl}/simulateur/simulateur.css`)).headers.get('content-type')).toContain('text/css');
  });
  it('speaks with the words of the residents’ manual, and says apart what is its own', async () => {
    const simulator = await simulate();
    const seen = async (saisie: 'T' | 'W') => plainSpaces(await (await fetch(paymentPageUrl(simulator.baseUrl, await createPayment(simulator, servicePayment({ saisie }))))).text());
    const [test, real] = [await seen('T'), await seen('W')];
    const inOrder = ['Simulateur de paiement : rien n’est débité', '<h1>Bienvenue sur la solution de paiement de la DGFIP</h1>', '<h2>Informations sur la dette</h2>',
      '<dt>Référence de la dette</dt><dd>F2026001ABCDEF</dd><dt>Montant</dt><dd>12,50 €</dd><dt>Adresse électronique</dt><dd>camille@exemple.fr</dd>',
      '<h2>Choix du mode de paiement</h2>', '>Payer par carte bancaire</button>', '>Payer par prélèvement</button>', '>Annuler</button>', '<h2>Propre au simulateur</h2>', '>Carte bancaire refusée</button>'];
    for (const html of [test, real]) {
      const places = inOrder.map((words) => html.indexOf(words));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }
    const notice = 'Attention il s’agit d’un paiement de test. Aucun paiement ne sera réellement effectué.';
    expect([test.includes(notice), real.includes(notice)]).toEqual([true, false]);
  });
  it('escapes what it was given', async () => {
    const simulator = await simulate();
    await createPayment(simulator, servicePayment());
    simulator.operations()[0]!.fields.objet = '<img src=x onerror=alert(1)>"';
    simulator.operations()[0]!.fields.refdet = '"><script>';
    for (const path of [`/tpa/paiementws.web?idop=${simulator.operations()[0]!.id}`, '/simulateur']) expect(await (await fetch(simulator.baseUrl + path)).text()).not.toMatch(/<img|<script/);
  });
});

describe('/simulateur', () => {
  it('lists operations, moves the clock, makes things go wrong', async () => {
    const simulator = await simulate();
    const admin = (path: string, values: Record<string, string>) => post(`${simulator.baseUrl}/simulateur/${path}`, values);
    const idOp = await createPayment(simulator, servicePayment());
    expect(await (await fetch(`${simulator.baseUrl}/simulateur`)).text()).toContain(idOp);
    expect((await fetch(`${simulator.baseUrl}/simulateur/ticket?operation=${idOp}`)).status).toBe(404);
    expect((await admin('horloge', { avance: String(20 * minute) })).status).toBe(303);
    expect(simulator.now().getTime()).toBe(noon + 20 * minute);
    await admin('operation', { operation: idOp, action: 'decide', valeur: 'A' });
    await admin('operation', { operation: idOp, action: 'decide', valeur: 'P' });
    expect((await readPayment(simulator, idOp)).resultrans).toBe('P');
    await admin('operation', { operation: idOp, action: 'trouble', valeur: 'http-502' });
    await expect(readPayment(simulator, idOp)).rejects.toMatchObject({ reason: 'http' });
    await admin('operation', { operation: idOp, action: 'trouble', valeur: '' });
    await admin('panne', { panne: 'technical' });
    await expect(readPayment(simulator, idOp)).rejects.toMatchObject({ reason: 'technical' });
    await admin('panne', { panne: '' });
    const other = await createPayment(simulator, servicePayment());
    await admin('horloge', { avance: 'nuit' });
    await expect(readPayment(simulator, other)).rejects.toMatchObject({ code: 'P1' });
    const state = await (await fetch(`${simulator.baseUrl}/simulateur/etat.json`)).json() as { ledger: unknown[]; operations: unknown[] };
    expect([state.ledger.length, state.operations.length]).toEqual([1, 2]);
    for (const wrong of [{ avance: '-1' }, { avance: 'x' }, { avance: '1e20' }]) expect((await admin('horloge', wrong)).status).toBe(400);
    expect((await admin('operation', { operation: 'inconnue', action: 'purge' })).status).toBe(400);
  });
  it('says the word of each scenario and trouble that a reference may hold', async () => {
    const html = await (await fetch(`${(await simulate()).baseUrl}/simulateur`)).text();
    for (const key of [...scenarioKeys, ...troubles]) expect(html).toContain(`<td>${wordOf(key)}</td>`);
  });
  it('cannot be reached from another site, nor under another name', async () => {
    const simulator = await simulate();
    for (const origin of ['https://evil.example', 'null']) expect((await post(`${simulator.baseUrl}/simulateur/panne`, { panne: 'technical' }, { Origin: origin })).status).toBe(403);
    expect((await post(`${simulator.baseUrl}/simulateur/panne`, {}, { Origin: simulator.baseUrl })).status).toBe(303);
    expect((await fetch(`${simulator.baseUrl}/inconnu`)).status).toBe(404);
    expect((await fetch(`${simulator.baseUrl}/tpa/services/..%2f..%2fpackage.json`)).status).toBe(404);
    expect((await fetch(`${simulator.baseUrl}/tpa/choix`, { method: 'POST', body: 'a'.repeat(300_000) })).status).toBe(413);
  });
});
