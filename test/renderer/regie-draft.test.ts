// When a régie may go into production, and how its minimum is typed.
import { expect, it } from 'vitest';
import { euroCents } from '../../renderer/regie-draft.ts';
import { productionRefusal } from '../../server/contract/regie-stage.ts';

const now = new Date('2026-12-03T00:30:00+01:00');
const eve = new Date('2026-12-02T23:59:00+01:00');
const known = { numcli: '006270', stage: 'activation', verifiedAt: new Date(), cardActivatedAt: null, debitActivatedAt: null } as const;
const wanted = { numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', isActivatedElsewhere: false } as const;
it.each([
  [{}, {}, 'regie_not_activated'], [{ cardActivatedAt: eve }, {}, null], [{ debitActivatedAt: eve }, {}, null], [{ cardActivatedAt: now }, {}, 'regie_active_tomorrow'], [{ cardActivatedAt: now, debitActivatedAt: eve }, {}, null], [{ debitActivatedAt: now }, { isActivatedElsewhere: true }, null], [{}, { isActivatedElsewhere: true }, null], [{ verifiedAt: null }, { isActivatedElsewhere: true }, 'regie_not_verified'],
  [{ verifiedAt: null }, { kind: 'titre', interface: 'url', isActivatedElsewhere: true }, null], [{ stage: 'production' }, {}, null], [{ cardActivatedAt: eve }, { numcli: '012327' }, 'regie_not_verified'], [{}, { stage: 'test' }, null],
] as const)('of %o, production as %o → %s', (before, asked, refusal) => expect(productionRefusal({ ...known, ...before }, { ...wanted, ...asked }, now)).toBe(refusal));

it.each([['1', 100], ['1,5', 150], ['12.34 €', 1_234], ['', 0], ['un', 0], ['1,234', 0], ['-5', 0]])('an amount typed « %s » is %i cents', (text, cents) => expect(euroCents(text)).toBe(cents));
