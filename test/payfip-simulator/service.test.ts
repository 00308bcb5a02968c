// Checks a payment by web service from end to end: our client, the simulator's pages, its notifications and its nights.
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { compareResult, decideOutcome, parseTransactionTime } from '../../server/domain/payfip-result.ts';
import { askPayment } from '../../server/payfip/ask-payment.ts';
import { createPayment, readClient, readPayment } from '../../server/payfip/client.ts';
import { paymentPageUrl } from '../../server/payfip/payment-page.ts';
import { demonstrationClients } from '../../server/payfip-simulator/clients.ts';
import type { ScenarioKey } from '../../server/payfip-simulator/model.ts';
import { startPayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { choose, hour, listenForCalls, minute, noon, post, servicePayment, simulate } from '../support/payfip.ts';

const outcomeOf = async (simulator: { baseUrl: string }, idOp: string, ageMs: number) => decideOutcome({ answer: (await askPayment(simulator, idOp)).answer, ageMs });

describe('a payment', () => {
  it.each([
    ['card', 'P', { outcome: 'paid', means: 'card' }], ['debit', 'V', { outcome: 'paid', means: 'debit' }], ['card-then-close', 'P', { outcome: 'paid', means: 'card' }],
    ['card-refused', 'R', { outcome: 'refused', means: null }], ['debit-refused', 'Z', { outcome: 'refused', means: null }], ['abandon', 'A', { outcome: 'cancelled', means: null }],
  ])('%s → %s', async (choice, resultrans, { outcome, means }) => {
    const simulator = await simulate();
    const payment = servicePayment();
    const idOp = await createPayment(simulator, payment);
    expect(await outcomeOf(simulator, idOp, 0)).toBe('waiting');
    expect((await choose(simulator, idOp, choice)).status).toBe(303);
    const result = await readPayment(simulator, idOp);
    expect(result).toMatchObject({ idOp, resultrans, montant: '1250', dattrans: '03122026', heurtrans: '1200' });
    expect(parseTransactionTime(result.dattrans, result.heurtrans)?.getTime()).toBe(noon);
    expect([result.numauto !== '', result.numauto.length <= 16]).toEqual([means !== null, true]);
    expect(compareResult(result, payment)).toEqual([]);
    expect(await outcomeOf(simulator, idOp, hour)).toBe(outcome);
    expect(simulator.ledger()).toEqual(means ? [{ at: noon, id: idOp, door: 'service', numcli: '006270', exer: '2026', refdet: payment.refdet, cents: 1_250, saisie: 'W', means, real: true }] : []);
  });

  it('shows « Continuer » to the return address, its own query kept, with idop', async () => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment({ urlredirect: 'http://127.0.0.1:9/retour?a=1' }));
    const outcome = await choose(simulator, idOp, 'abandon');
    const html = await (await fetch(simulator.baseUrl + outcome.headers.get('location'))).text();
    const link = /href="(\/tpa\/retour[^"]+)"/.exec(html)![1]!;
    const back = await fetch(simulator.baseUrl + link, { redirect: 'manual' });
    expect([back.status, back.headers.get('location')]).toEqual([303, `http://127.0.0.1:9/retour?a=1&idop=${idOp}`]);
  });

  it('fault 6: an operation is opened once, within fifteen minutes', async () => {
    const simulator = await simulate();
    const [first, late] = [await createPayment(simulator, servicePayment()), await createPayment(simulator, servicePayment())];
    const open = async (idOp: string) => { const page = await fetch(paymentPageUrl(simulator.baseUrl, idOp)); return [page.status, /Code (\w+)/.exec(await page.text())?.[1]]; };
    expect(await open(first)).toEqual([200, undefined]);
    expect(await open(first)).toEqual([410, 'P3']);
    expect(await open('inconnu')).toEqual([404, 'P1']);
    await simulator.advance(15 * minute + 1);
    expect(await open(late)).toEqual([410, 'P4']);
    await post(`${simulator.baseUrl}/tpa/choix`, { operation: first, choix: 'card' });
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('is not made twice by a second click, nor without opening the page', async () => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment());
    expect((await post(`${simulator.baseUrl}/tpa/choix`, { operation: idOp, choix: 'card' })).status).toBe(404);
    await choose(simulator, idOp, 'card');
    await Promise.all(['card', 'debit', 'abandon', 'constructor'].map((choix) => post(`${simulator.baseUrl}/tpa/choix`, { operation: idOp, choix })));
    expect(simulator.ledger()).toHaveLength(1);
    expect((await readPayment(simulator, idOp)).resultrans).toBe('P');
  });

  it('may be made twice for one refdet in régie: the portal must guard', async () => {
    const simulator = await simulate();
    for (let count = 0; count < 2; count += 1) await choose(simulator, await createPayment(simulator, servicePayment()), 'card');
    expect(simulator.ledger().map(({ refdet }) => refdet)).toEqual(['F2026001ABCDEF', 'F2026001ABCDEF']);
  });

  it('fault 2: without outcome, P5 then P1 after the night; with one, readable for a year', async () => {
    const simulator = await simulate();
    const [open, paid] = [await createPayment(simulator, servicePayment()), await createPayment(simulator, servicePayment())];
    await choose(simulator, open, 'close');
    await choose(simulator, paid, 'card');
    await simulator.advance(3 * hour);
    expect(await outcomeOf(simulator, open, 3 * hour)).toBe('expired-but-watched');
    await simulator.advance(13 * hour);
    expect((await askPayment(simulator, open)).answer).toEqual({ kind: 'fault', code: 'P1' });
    expect(await outcomeOf(simulator, open, 16 * hour)).toBe('gone');
    await simulator.advance(300 * 24 * hour);
    expect(await outcomeOf(simulator, paid, 300 * 24 * hour)).toBe('paid');
    await simulator.advance(66 * 24 * hour);
    expect(await outcomeOf(simulator, paid, 366 * 24 * hour)).toBe('gone');
  });

  it('faults 3 and 4: an abandonment may be followed by a payment on the same operation, never the reverse', async () => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment());
    await choose(simulator, idOp, 'abandon');
    expect(await outcomeOf(simulator, idOp, 5 * minute)).toBe('waiting');
    expect(await simulator.act(idOp, { kind: 'decide', resultrans: 'P' })).toBe(true);
    expect(await outcomeOf(simulator, idOp, 5 * minute)).toBe('paid');
    expect(await simulator.act(idOp, { kind: 'decide', resultrans: 'A' })).toBe(false);
    expect(await simulator.act(idOp, { kind: 'decide', resultrans: 'V' })).toBe(false);
    expect(simulator.ledger()).toHaveLength(1);
  });

  it.each([['abandon', 'A'], ['card-refused', 'R']])('fault 3: after %s, the same operation offers another choice on its page, for twenty minutes', async (choice, letter) => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment());
    const outcome = async (chosen: string) => (await fetch(simulator.baseUrl + (await choose(simulator, idOp, chosen)).headers.get('location'))).text();
    const again = /href="(\/tpa\/choix\?[^"]+)">Choisir un autre mode de paiement/.exec(await outcome(choice))![1]!;
    expect(again).toContain(idOp);
    expect(await (await fetch(simulator.baseUrl + again)).text()).toContain('Payer par carte bancaire');
    expect(await outcome(choice)).toContain('Choisir un autre');
    expect((await readPayment(simulator, idOp)).resultrans).toBe(letter);
    await simulator.advance(20 * minute - 1);
    expect(await outcome('debit')).not.toContain('Choisir un autre');
    expect([(await readPayment(simulator, idOp)).resultrans, simulator.ledger().length]).toEqual(['V', 1]);
    expect((await fetch(simulator.baseUrl + again, { redirect: 'manual' })).status).toBe(303);
  });

  it.each(['debit-refused', 'abandon', 'card-then-close'])('after %s, once twenty minutes have passed, nothing is left to choose', async (choice) => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment());
    await choose(simulator, idOp, choice);
    await simulator.advance(20 * minute);
    const { resultrans } = await readPayment(simulator, idOp);
    const payments = simulator.ledger().length;
    expect((await fetch(`${simulator.baseUrl}/tpa/choix?operation=${idOp}`, { redirect: 'manual' })).status).toBe(303);
    await choose(simulator, idOp, 'debit');
    expect([(await readPayment(simulator, idOp)).resultrans, simulator.ledger().length]).toEqual([resultrans, payments]);
    expect((await fetch(`${simulator.baseUrl}/tpa/choix?operation=inconnue`)).status).toBe(404);
  });

  it('says who a client is', async () => {
    const simulator = await simulate();
    const { commune } = JSON.parse(readFileSync('resources/demonstration/commune.json', 'utf8')) as { commune: { name: string } };
    const label = commune.name.replace('Mairie', 'Commune').replaceAll('-', ' ').toUpperCase();
    for (const { numcli, webService } of demonstrationClients) if (webService) expect((await readClient(simulator, numcli)).labels).toContain(label);
    await expect(readClient(simulator, '999999')).rejects.toMatchObject({ code: 'T2' });
  });
});

describe('notifications', () => {
  const run = async (scenario: ScenarioKey, { choice = 'card', returns = true } = {}) => {
    const simulator = await simulate();
    const portal = await listenForCalls();
    const idOp = await createPayment(simulator, servicePayment({ urlnotif: `${portal.baseUrl}/notification`, urlredirect: `${portal.baseUrl}/retour` }));
    await simulator.act(idOp, { kind: 'scenario', scenario });
    await choose(simulator, idOp, choice);
    if (returns) await fetch(`${simulator.baseUrl}/tpa/retour?operation=${idOp}`);
    const seen = () => portal.calls.map(({ path, method }) => `${method} ${path}`);
    return { simulator, portal, idOp, seen };
  };
  const [notified, returned] = ['POST /notification', 'GET /retour'];

  it('before the return: a form with idop alone, no result', async () => {
    const { seen, portal, idOp } = await run('before-return');
    expect(seen()).toEqual([notified, returned]);
    expect([...portal.calls[0]!.form]).toEqual([['idop', idOp]]);
    expect(portal.calls[0]!.type).toContain('application/x-www-form-urlencoded');
    expect([...portal.calls[1]!.query]).toEqual([['idop', idOp]]);
  });
  it.each(['abandon', 'card-refused', 'debit-refused'])('is sent after %s too', async (choice) => expect((await run('before-return', { choice })).seen()).toEqual([notified, returned]));
  it('after the return', async () => {
    const { seen, simulator } = await run('after-return');
    expect(seen()).toEqual([returned]);
    await simulator.advance(minute);
    expect(seen()).toEqual([returned, notified]);
    await simulator.advance(3 * hour);
    expect(seen()).toHaveLength(2);
  });
  it('after a return that never comes: two hours later', async () => {
    const { seen, simulator } = await run('after-return', { returns: false });
    await simulator.advance(2 * hour - 1);
    expect(seen()).toEqual([]);
    await simulator.advance(1);
    expect(seen()).toEqual([notified]);
  });
  it('fault 7: twice', async () => {
    const { seen, simulator } = await run('twice');
    await simulator.advance(minute);
    expect(seen()).toEqual([notified, returned, notified]);
  });
  it('fault 5: never, and the result is there to be asked', async () => {
    const { seen, simulator, idOp } = await run('never', { returns: false });
    await simulator.advance(48 * hour);
    expect(seen()).toEqual([]);
    expect(await outcomeOf(simulator, idOp, 48 * hour)).toBe('paid');
  });
  it('two hours later, although the payer came back', async () => {
    const { seen, simulator } = await run('two-hours');
    expect(seen()).toEqual([returned]);
    await simulator.advance(2 * hour);
    expect(seen()).toEqual([returned, notified]);
  });
  it('at night', async () => {
    const { seen, simulator } = await run('night', { returns: false });
    await simulator.advance(13 * hour);
    expect(seen()).toEqual([]);
    await simulator.advance(hour);
    expect(seen()).toEqual([notified]);
  });
  it('fault 5: the tab closed after paying: two hours later', async () => {
    const { seen, simulator } = await run('before-return', { choice: 'card-then-close', returns: false });
    expect(seen()).toEqual([]);
    await simulator.advance(2 * hour);
    expect(seen()).toEqual([notified]);
  });
  it('by GET, and with the other spelling', async () => {
    const byGet = await run('by-get');
    expect([byGet.seen()[0], byGet.portal.calls[0]!.query.get('idop')]).toEqual(['GET /notification', byGet.idOp]);
    const spelt = await run('other-spelling');
    expect([...spelt.portal.calls[0]!.form]).toEqual([['idOp', spelt.idOp]]);
  });
  it('a return by form is offered to the portal only', async () => {
    const { simulator, portal, idOp } = await run('return-by-post', { returns: false });
    const page = await fetch(`${simulator.baseUrl}/tpa/retour?operation=${idOp}`);
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${portal.baseUrl};`);
    expect(await page.text()).toContain(`action="${portal.baseUrl}/retour?idop=${idOp}"`);
  });
  it('is chosen by the reference too', async () => {
    const simulator = await simulate();
    await createPayment(simulator, servicePayment({ refdet: 'F1SIMTWOHOURS00001' }));
    await createPayment(simulator, servicePayment({ refdet: 'simbyget000000001' }));
    expect(simulator.operations().map(({ scenario }) => scenario)).toEqual(['two-hours', 'by-get']);
  });
  it('a portal that answers 500, or is not there, loses nothing, and only this machine is called', async () => {
    const simulator = await simulate();
    const ill = await listenForCalls(() => 500);
    for (const urlnotif of [`${ill.baseUrl}/n`, 'http://127.0.0.1:9/n', 'http://mairie.exemple.fr/n']) await choose(simulator, await createPayment(simulator, servicePayment({ urlnotif })), 'card');
    expect(simulator.operations().map(({ deliveries }) => deliveries[0]!.status)).toEqual([500, null, null]);
    expect(simulator.operations()[2]!.deliveries[0]!.error).toContain('que ce poste');
    expect(simulator.ledger()).toHaveLength(3);
  });
});

it('a payment in X switches its means on the next day, and no other; a test is not real', async () => {
  const simulator = await simulate();
  const attempt = (saisie: 'T' | 'X' | 'W') => createPayment(simulator, servicePayment({ numcli: '012327', saisie }));
  await choose(simulator, await attempt('T'), 'debit');
  await choose(simulator, await attempt('X'), 'card');
  expect(simulator.ledger().map(({ saisie, real }) => [saisie, real])).toEqual([['T', false], ['X', true]]);
  await simulator.advance(11 * hour);
  await expect(attempt('W')).rejects.toMatchObject({ code: 'T4' });
  await simulator.advance(2 * hour);
  const idOp = await attempt('W');
  const page = await (await fetch(paymentPageUrl(simulator.baseUrl, idOp))).text();
  expect([page.includes('value="card"'), page.includes('value="debit"')]).toEqual([true, false]);
  await post(`${simulator.baseUrl}/tpa/choix`, { operation: idOp, choix: 'debit' });
  expect(simulator.ledger()).toHaveLength(2);
});

it('what is activated on a Friday is on from Monday', async () => {
  const simulator = await simulate({ clock: () => noon + 24 * hour });
  const attempt = (saisie: 'X' | 'W') => createPayment(simulator, servicePayment({ numcli: '012327', saisie }));
  await choose(simulator, await attempt('X'), 'card');
  await simulator.advance(59 * hour);
  await expect(attempt('W')).rejects.toMatchObject({ code: 'T4' });
  await simulator.advance(2 * hour);
  const page = await (await fetch(paymentPageUrl(simulator.baseUrl, await attempt('W')))).text();
  expect([page.includes('value="card"'), page.includes('value="debit"')]).toEqual([true, false]);
});

it('T-PF-5: the ledger is what was decided, to the cent, whatever happens in whatever order', async () => {
  const simulator = await startPayfipSimulator({ port: 0, clock: () => noon });
  const step = fc.record({ cents: fc.integer({ min: 100, max: 9_999_999 }), letters: fc.array(fc.constantFrom('P', 'V', 'A', 'R', 'Z'), { maxLength: 4 }) });
  try {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      const before = simulator.ledger().length;
      let expected = 0;
      for (const { cents, letters } of steps) {
        const idOp = await createPayment(simulator, servicePayment({ montant: cents, refdet: 'SIMNEVER0001' }));
        for (const resultrans of letters) await simulator.act(idOp, { kind: 'decide', resultrans });
        if (letters.some((letter) => letter === 'P' || letter === 'V')) expected += cents;
      }
      expect(simulator.ledger().slice(before).reduce((sum, { cents }) => sum + cents, 0)).toBe(expected);
    }), { numRuns: 25 });
  } finally {
    await simulator.stop();
  }
});
