// When a régie may go into production, and how its minimum is typed.
import { expect, it } from 'vitest';
import { euroCents, numberHint, stageRemarks, whenPossible } from '../../renderer/regie-draft.ts';
import { productionRefusal } from '../../server/contract/regie-stage.ts';
import { nextDay } from '../../server/domain/days.ts';

const now = new Date('2026-12-03T00:30:00+01:00');
const eve = new Date('2026-12-02T23:59:00+01:00');
const known = { numcli: '006270', stage: 'activation', verifiedAt: new Date(), cardActivatedAt: null, debitActivatedAt: null } as const;
const wanted = { numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', isActivatedElsewhere: false } as const;
it.each([
  [{}, {}, 'regie_not_activated'], [{ cardActivatedAt: eve }, {}, null], [{ debitActivatedAt: eve }, {}, null], [{ cardActivatedAt: now }, {}, 'regie_not_active_yet'], [{ cardActivatedAt: now, debitActivatedAt: eve }, {}, null], [{ debitActivatedAt: now }, { isActivatedElsewhere: true }, null], [{}, { isActivatedElsewhere: true }, null], [{ verifiedAt: null }, { isActivatedElsewhere: true }, 'regie_not_verified'],
  [{ verifiedAt: null }, { kind: 'titre', interface: 'url', isActivatedElsewhere: true }, null], [{ stage: 'production' }, {}, null], [{ cardActivatedAt: eve }, { numcli: '012327' }, 'regie_not_verified'], [{}, { stage: 'test' }, null],
] as const)('of %o, production as %o → %s', (before, asked, refusal) => expect(productionRefusal({ ...known, ...before }, { ...wanted, ...asked }, now)?.code ?? null).toBe(refusal));

const unactivated = { kind: 'regie', interface: 'service', verifiedAt: now.toISOString(), cardActivatedAt: null, debitActivatedAt: null } as const;
const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);
it.each([
  ['a Friday', '2026-11-27', '2026-11-30', 'lundi 30 novembre'], ['a Saturday', '2026-11-28', '2026-11-30', 'lundi 30 novembre'], ['a Monday', '2026-11-30', '2026-12-01', 'mardi 1er décembre'],
  ['the eve of Christmas', '2026-12-24', '2026-12-28', 'lundi 28 décembre'], ['the Friday before Easter', '2026-04-03', '2026-04-07', 'mardi 7 avril'],
])('activated on %s, production waits for the next working day, and says which', (...[, activatedOn, activeOn, words]) => {
  const activated = { ...known, debitActivatedAt: noonOf(activatedOn) };
  for (let day = activatedOn; day < activeOn; day = nextDay(day)) expect(productionRefusal(activated, wanted, noonOf(day))).toEqual({ code: 'regie_not_active_yet', details: { day: words } });
  expect(productionRefusal(activated, wanted, noonOf(activeOn))).toBeNull();
  const regie = { ...unactivated, debitActivatedAt: activated.debitActivatedAt.toISOString() };
  expect(whenPossible(regie, noonOf(activatedOn))).toBe(`Possible à partir du ${words}, le jour ouvré qui suit le paiement d’activation.`);
  expect(whenPossible(regie, noonOf(activeOn))).toBe('Possible dès maintenant.');
  expect(whenPossible({ ...regie, verifiedAt: null }, noonOf(activeOn))).toBe('Possible une fois l’identifiant vérifié.');
  expect(whenPossible({ ...regie, kind: 'titre', verifiedAt: null }, noonOf(activeOn))).toBe('Possible dès maintenant.');
});

it('before any activation, the check-list says which day will come after it', () => expect(whenPossible(unactivated, now)).toBe('Possible à partir du jour ouvré qui suit le paiement d’activation.'));

it.each([
  ['production', 'production', '', []], ['production', 'closed', 'marie@exemple.test', ['ne pourront plus payer']], ['production', 'activation', '', ['ne pourront plus payer', 'Sans compte d’essai']],
  ['closed', 'test', ' ', ['Sans compte d’essai']], ['test', 'activation', 'marie@exemple.test', []], ['test', 'closed', '', []],
] as const)('from %s to %s, with the trial accounts « %s »: what residents will find is said', (...[before, stage, trialEmails, said]) =>
  expect(stageRemarks({ stage: before }, { stage, trialEmails })).toEqual(said.map((words) => expect.stringContaining(words) as string)));

it.each([['production', '006270', false], ['production', '006271', true], ['test', '006271', false]] as const)('in %s, the number %s is warned of at its field: %s', (stage, numcli, isWarned) =>
  expect(numberHint({ numcli: '006270', stage }, { numcli }).includes('sous un autre identifiant')).toBe(isWarned));

it.each([['1', 100], ['1,5', 150], ['12.34 €', 1_234], ['', 0], ['un', 0], ['1,234', 0], ['-5', 0]])('an amount typed « %s » is %i cents', (text, cents) => expect(euroCents(text)).toBe(cents));
