import { expect, it } from 'vitest';
import { differencesIn } from '../../renderer/changed-meanwhile.ts';
import { regieFieldLabels, typedOf } from '../../renderer/regie-draft.ts';
import type { RegieDto } from '../../server/contract/schemas.ts';
import { plainSpaces } from '../support/french.ts';

const regie: RegieDto = {
  id: 'r', code: 'CANT', name: 'Cantine', numcli: '006270', kind: 'regie', interface: 'service', stage: 'test', allowsSeveral: false, minimumCents: 100, waitMinutes: 20, trialEmails: [],
  suspension: null, verifiedAt: null, verifiedLabels: [], isTested: false, cardActivatedAt: null, debitActivatedAt: null, versions: { card: 'a', configuration: 'b' },
};

it('says what a colleague has saved of a régie, in the words of its form', () => {
  const saved = typedOf({ ...regie, stage: 'production', allowsSeveral: true, trialEmails: ['a@exemple.test'], versions: { card: 'a', configuration: 'c' } });
  expect(differencesIn(regieFieldLabels, saved, typedOf(regie)).map(plainSpaces)).toEqual([
    'Étape de la mise en service : « Production » enregistré, « Test (rien n’est débité) » dans votre saisie.',
    'Plusieurs factures en un seul paiement : « oui » enregistré, « non » dans votre saisie.',
    'Adresses des comptes d’essai : « a@exemple.test » enregistré, rien dans votre saisie.',
  ]);
});
