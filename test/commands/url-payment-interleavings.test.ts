// Whatever happens by address, in whatever order: what is confirmed equals what the pages have taken, nothing is paid twice silently, nothing stays « en cours », nothing is un-paid.
// `npm run test:payments` makes it a long search, from another seed each time; PORTAIL_RUNS and PORTAIL_SEED choose how many lives and which.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hour, minute } from '../support/payfip.ts';
import { openScene, type Scene } from '../support/payments.ts';
import { UrlPaymentLife, type UrlAction, type UrlStep } from '../support/url-payment-life.ts';

const isLong = import.meta.env.MODE === 'long';
const runs = Number(process.env.PORTAIL_RUNS ?? (isLong ? 2_000 : 10));
const seed = Number(process.env.PORTAIL_SEED ?? (isLong ? Date.now() % 1_000_000 : 20_261_203));

let scene: Scene;
beforeAll(async () => { scene = await openScene(); });
afterAll(() => scene.close());

const rank = fc.nat(2);
const page = fc.nat(5);
const ranks = fc.uniqueArray(rank, { minLength: 1, maxLength: 2 });
const letter = fc.constantFrom('P', 'P', 'P', 'V', 'A', 'R', 'Z');
const step: fc.Arbitrary<UrlStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('start'), ranks }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pay'), page, letter, isLost: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lie'), page, letter: fc.constantFrom('P', 'V', 'A', 'R', 'W', '') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forge'), page, field: fc.constantFrom('montant', 'refdet', 'numcli', 'saisie', 'token') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('confirm'), page, isMistake: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deny'), page }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('desk'), rank }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take-back'), rank }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('unconfirm', 'settle'), page }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sort'), page }) },
);
const action: fc.Arbitrary<UrlAction> = fc.oneof(
  { weight: 12, arbitrary: step },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('together'), steps: fc.array(step, { minLength: 2, maxLength: 4 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('on'), minutes: fc.constantFrom(1, 21, 119, 121, 240) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('off'), hours: fc.constantFrom(1, 14, 62) }) },
);
const life = fc.record({ wait: fc.integer({ min: 120, max: 1_440 }), actions: fc.array(action, { minLength: 4, maxLength: 18 }) });

const start: UrlAction = { kind: 'start', ranks: [0, 1] };
const pay = (index: number, isLost = false): UrlAction => ({ kind: 'pay', page: index, letter: 'P', isLost });
const confirm = (index: number, isMistake = false): UrlAction => ({ kind: 'confirm', page: index, isMistake });
const takeBack: UrlAction = { kind: 'take-back', rank: 0 };
const on = (minutes: number): UrlAction => ({ kind: 'on', minutes });
const night: UrlAction = { kind: 'off', hours: 14 };
/** Lives that must be lived, whatever the seed. */
const examples: { wait: number; actions: UrlAction[] }[] = [
  { wait: 720, actions: [start, on(480), night] }, { wait: 1_440, actions: [start, on(30), night, on(480), night, pay(0, true)] },
  { wait: 120, actions: [start, pay(0), { kind: 'lie', page: 0, letter: 'A' }, confirm(0), takeBack, confirm(0)] },
  { wait: 120, actions: [start, { kind: 'lie', page: 0, letter: 'P' }, confirm(0, true), takeBack, start, pay(1), confirm(1)] },
  { wait: 120, actions: [start, { kind: 'lie', page: 0, letter: 'P' }, { kind: 'deny', page: 0 }, start, pay(1), pay(0), confirm(1), confirm(0)] },
  { wait: 120, actions: [start, { kind: 'lie', page: 0, letter: 'W' }, on(150), start, pay(0), confirm(0)] },
  { wait: 120, actions: [start, on(150), start, pay(0, true), pay(1, true), confirm(1), confirm(0), takeBack] },
  { wait: 120, actions: [start, { kind: 'forge', page: 0, field: 'montant' }, { kind: 'desk', rank: 0 }, pay(0), confirm(0), takeBack] },
  { wait: 120, actions: [start, { kind: 'pay', page: 0, letter: 'A', isLost: false }, on(25), start, pay(1)] },
  // What is taken back cannot keep its invoices: another attempt already does.
  { wait: 122, actions: [start, { kind: 'pay', page: 0, letter: 'A', isLost: false }, on(121), start, pay(0, true), confirm(0), takeBack, pay(1)] },
  // Two mistakes claim one invoice: taking back the second lets the first be taken back.
  { wait: 120, actions: [{ kind: 'start', ranks: [0] }, { kind: 'pay', page: 0, letter: 'Z', isLost: false }, start, confirm(0, true), confirm(1, true)] },
  // Paid at the desk too, and dealt with: once the desk is corrected, nobody pays it before staff have said what counts.
  { wait: 120, actions: [start, { kind: 'desk', rank: 0 }, pay(0), confirm(0), { kind: 'sort', page: 0 }, takeBack, { kind: 'start', ranks: [0] }] },
  // Given back twice over, it is to be paid again.
  { wait: 120, actions: [{ kind: 'start', ranks: [0] }, { kind: 'desk', rank: 0 }, pay(0), confirm(0), { kind: 'sort', page: 0 }, takeBack, { kind: 'sort', page: 0 }] },
  // Of a basket, one invoice is answered about before the other is asked about.
  { wait: 120, actions: [start, { kind: 'desk', rank: 0 }, { kind: 'desk', rank: 1 }, pay(0), confirm(0), { kind: 'sort', page: 0 }, takeBack, { kind: 'sort', page: 0 }, { kind: 'take-back', rank: 1 }, { kind: 'start', ranks: [0] }] },
  // The second is found wrong by itself; its invoice stays paid by the first.
  { wait: 120, actions: [start, on(150), start, pay(0), confirm(0), confirm(1, true), { kind: 'unconfirm', page: 1 }] },
];
const mustBeSeen = ['paid_twice', 'counts after all', 'given back', 'confirmation taken back', 'second confirmation taken back', 'paid → stopped', 'paid → reported', 'reported → paid', 'expired → paid', 'open → expired', 'reported → stopped', 'open → cancelled', 'forged in vain'];

it(`${runs} random lives of payments by address, after ${examples.length} chosen ones (seed ${seed})`, async () => {
  const seen = new Set<string>();
  await fc.assert(fc.asyncProperty(life, async ({ wait, actions }) => {
    const lived = await UrlPaymentLife.begin(scene, wait);
    for (const each of actions) await lived.act(each);
    await lived.rest();
    await lived.checkBooks();
    for (const what of lived.seen) seen.add(what);
  }), { numRuns: runs + examples.length, seed, examples: examples.map((each): [typeof each] => [each]) });
  expect([...seen]).toEqual(expect.arrayContaining(mustBeSeen));
}, isLong ? 12 * hour : 3 * minute);
