// Whatever happens, in whatever order: what is paid equals what PayFiP has received, nothing is paid twice silently, nothing stays « en cours », nothing is un-paid.
// `npm run test:payments` makes it a long search, from another seed each time; PORTAIL_RUNS and PORTAIL_SEED choose how many lives and which.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { troubles } from '../../server/payfip-simulator/model.ts';
import { hour, minute } from '../support/payfip.ts';
import { PaymentLife, type Action, type Step } from '../support/payment-life.ts';
import { openScene, type Scene } from '../support/payments.ts';
import { PortalProcesses, type PortalProcess } from '../support/portal-process.ts';

const isLong = import.meta.env.MODE === 'long';
const day = 24 * hour;
const runs = Number(process.env.PORTAIL_RUNS ?? (isLong ? 2_000 : 25));
const seed = Number(process.env.PORTAIL_SEED ?? (isLong ? Date.now() % 1_000_000 : 20_261_203));

let scene: Scene;
let processes: PortalProcesses;
let portal: PortalProcess;
beforeAll(async () => {
  scene = await openScene();
  processes = await PortalProcesses.prepare();
  portal = await processes.open(scene.dataFolder);
});
afterAll(async () => {
  await portal.kill();
  await processes.stop();
  await scene.close();
});

const rank = fc.nat(2);
const attempt = fc.nat(5);
const letter = fc.constantFrom('P', 'P', 'P', 'V', 'A', 'R', 'Z');
const ms = fc.constantFrom(10_000, minute, 5 * minute, 21 * minute, 2 * hour, 9 * hour, 50 * hour, 9 * day);
const jump = fc.oneof(fc.integer({ min: -180, max: 180 }).map((minutes) => minutes * minute), fc.integer({ min: -400, max: 400 }).map((days) => days * day));
const ranks = fc.uniqueArray(rank, { minLength: 1, maxLength: 2 });
/** The point of the order at which the process is killed with -9: there are five to fifteen. */
const dieAt = fc.nat(14);
const trouble = fc.option(fc.constantFrom(...troubles), { nil: null });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('start'), ranks }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('decide'), attempt, letter }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('blur'), attempt, what: fc.constantFrom('letter', 'refdet') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear'), attempt }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('notify'), attempt, times: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return'), attempt }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('poll') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel'), attempt }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('desk'), rank }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take-back'), rank }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw'), rank }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), ms }) },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 30, arbitrary: step },
  { weight: 1, arbitrary: fc.oneof(
    fc.record({ kind: fc.constant('start'), ranks, dieAt }), fc.record({ kind: fc.constant('notify'), attempt, times: fc.constant(1), dieAt }),
    fc.record({ kind: fc.constant('poll'), dieAt }), fc.record({ kind: fc.constant('cancel'), attempt, dieAt }),
  ) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('together'), steps: fc.array(step, { minLength: 2, maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('late-answer'), asked: step, meanwhile: fc.array(step, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump'), ms: jump }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ill'), trouble }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ill-attempt'), attempt, trouble }) },
);
/** The shortest way to two payments of one invoice: the first page stays open, its time passes, another opens. */
const twoPages: fc.Arbitrary<Action[]> = fc.record({ ranks, ms: fc.constantFrom(21 * minute, 2 * hour), letters: fc.tuple(letter, letter), order: fc.boolean() })
  .map(({ ranks: chosen, ms: wait, letters: [one, other], order }) => [
    { kind: 'start', ranks: chosen }, { kind: 'wait', ms: wait }, { kind: 'poll' }, { kind: 'start', ranks: chosen },
    ...(order ? [0, 1] : [1, 0]).map((index): Action => ({ kind: 'decide', attempt: index, letter: index ? other : one })),
  ]);
const life = fc.tuple(fc.option(twoPages, { nil: [] }), fc.array(action, { minLength: 3, maxLength: 16 })).map((parts) => parts.flat());

const start: Action = { kind: 'start', ranks: [0] };
const poll: Action = { kind: 'poll' };
const later = (delay: number): Action => ({ kind: 'wait', ms: delay });
const decide = (index: number, chosen: 'P' | 'V' | 'A' | 'R' | 'Z'): Action => ({ kind: 'decide', attempt: index, letter: chosen });
const blur = (what: 'letter' | 'refdet'): Action => ({ kind: 'blur', attempt: 0, what });
const notify: Action = { kind: 'notify', attempt: 0, times: 1 };
/** Lives that must be lived, whatever the seed. */
const examples: Action[][] = [
  [start, later(21 * minute), poll, start, decide(1, 'P'), { kind: 'notify', attempt: 1, times: 3 }, decide(0, 'V')],
  [start, decide(0, 'A'), later(21 * minute), poll, decide(0, 'P')],
  [start, later(22 * minute), poll, later(minute), decide(0, 'P'), later(2 * minute), start],
  [start, decide(0, 'A'), { kind: 'notify', attempt: 0, times: 1 }, start, later(5 * minute), decide(0, 'P'), decide(1, 'P')],
  [start, decide(0, 'R'), { kind: 'return', attempt: 0 }, start, decide(1, 'V')],
  [start, decide(0, 'Z'), { kind: 'return', attempt: 0 }, start, decide(0, 'P'), decide(1, 'P')],
  [start, { kind: 'cancel', attempt: 0 }, start, decide(0, 'P'), later(21 * minute), start],
  [start, { kind: 'cancel', attempt: 0 }, decide(0, 'V'), later(30 * minute), poll],
  [start, later(21 * minute), poll, decide(0, 'P'), later(hour), poll],
  [start, decide(0, 'R'), later(22 * minute), { kind: 'return', attempt: 0 }, decide(0, 'P')],
  [start, later(20 * hour), poll],
  [{ kind: 'jump', ms: 300 * day }, start, { kind: 'jump', ms: 0 }, poll, decide(0, 'P'), { kind: 'start', ranks: [1] }],
  [{ kind: 'jump', ms: 300 * day }, start, { kind: 'jump', ms: -2 * hour }, poll],
  [start, { kind: 'desk', rank: 0 }, decide(0, 'P')],
  [start, { kind: 'desk', rank: 0 }, { kind: 'take-back', rank: 0 }, decide(0, 'P'), poll, { kind: 'take-back', rank: 0 }],
  [start, { kind: 'jump', ms: 3 * hour }, { kind: 'desk', rank: 0 }, { kind: 'jump', ms: 0 }, decide(0, 'P'), { kind: 'notify', attempt: 0, times: 1 }, { kind: 'take-back', rank: 0 }],
  [start, { kind: 'withdraw', rank: 0 }, decide(0, 'P')],
  [start, decide(0, 'P'), blur('letter'), notify, { kind: 'withdraw', rank: 0 }],
  [{ kind: 'together', steps: [{ kind: 'start', ranks: [0, 1] }, { kind: 'start', ranks: [1, 2] }, { kind: 'start', ranks: [0] }] }, decide(0, 'P')],
  [{ kind: 'late-answer', asked: { kind: 'start', ranks: [0] }, meanwhile: [{ kind: 'wait', ms: 3 * minute }, { kind: 'poll' }] }, start, decide(0, 'P')],
  [start, later(30 * minute), { kind: 'late-answer', asked: { kind: 'poll' }, meanwhile: [{ kind: 'decide', attempt: 0, letter: 'P' }, { kind: 'notify', attempt: 0, times: 1 }, { kind: 'desk', rank: 0 }] }],
  [start, { kind: 'ill', trouble: 'timeout' }, { kind: 'notify', attempt: 0, times: 1 }, decide(0, 'P'), later(31 * minute), poll],
  [start, { kind: 'ill-attempt', attempt: 0, trouble: 'p5-forever' }, decide(0, 'P'), later(21 * minute), poll, start, decide(1, 'P')],
  [start, { kind: 'ill-attempt', attempt: 0, trouble: 'http-502' }, decide(0, 'P'), later(21 * minute), start],
  [start, decide(0, 'A'), blur('letter'), notify, start, later(2 * hour), { kind: 'clear', attempt: 0 }, poll, start],
  [start, decide(0, 'P'), blur('refdet'), notify, start, { kind: 'cancel', attempt: 0 }, later(2 * hour), poll, start],
  [start, decide(0, 'V'), blur('letter'), notify, { kind: 'desk', rank: 0 }, { kind: 'crash' }],
  [start, decide(0, 'P'), { kind: 'together', steps: [{ kind: 'decide', attempt: 0, letter: 'P' }, { kind: 'blur', attempt: 0, what: 'letter' }] }],
  // Said in a way that nobody understands, then forgotten in the night: held until staff have read the statement.
  ...(['P', 'A'] as const).map((chosen): Action[] => [start, decide(0, chosen), blur('letter'), notify, { kind: 'ill-attempt', attempt: 0, trouble: 'p1-next-day' }, later(30 * hour), poll, start]),
  // Paid, then forgotten by PayFiP in a night in which nobody asked: it cannot be known; the other payment is.
  [start, later(21 * minute), poll, start, decide(1, 'P'), decide(0, 'P'), { kind: 'ill-attempt', attempt: 0, trouble: 'p1-next-day' }, later(50 * hour), poll],
  [{ kind: 'start', ranks: [0, 1], dieAt: 7 }, start, later(21 * minute), start, decide(0, 'P'), { kind: 'poll', dieAt: 3 }, { kind: 'notify', attempt: 0, times: 1, dieAt: 3 }],
];
const mustBeSeen = ['paid_twice', 'not_payable_any_more', 'cancelled → paid', 'stopped → paid', 'expired → paid', 'refused → paid', 'open → gone', 'new → failed', 'reported → paid', 'reported → cancelled', 'reported → stopped'];

it(`${runs} random lives of payments, after ${examples.length} chosen ones (seed ${seed})`, async () => {
  const seen = new Map<string, number>();
  let lives = 0;
  await fc.assert(fc.asyncProperty(life, async (actions) => {
    const lived = await PaymentLife.begin(scene, processes, portal);
    try {
      for (const each of actions) await lived.act(each);
      await lived.rest();
      await lived.checkBooks();
    } finally {
      portal = lived.portal;
    }
    for (const what of lived.seen) seen.set(what, (seen.get(what) ?? 0) + 1);
    lives += 1;
  }), { numRuns: runs + examples.length, seed, examples: examples.map((each): [Action[]] => [each]) });
  if (isLong) console.log(Object.fromEntries(seen));
  expect([...seen.keys()]).toEqual(expect.arrayContaining(mustBeSeen));
  expect(lives).toBe(runs + examples.length);
}, isLong ? 12 * hour : 5 * minute);
