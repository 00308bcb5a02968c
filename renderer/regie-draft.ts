// Why: what is typed about a régie's payments, and what would be refused, said before it is asked.
import type { PayfipInterface, PayfipStage, RegieKind } from '../server/contract/states.ts';
import type { RegieDto } from '../server/contract/schemas.ts';
import { errorMessage } from '../server/contract/error-messages.ts';
import { payfipInterfaceLabels, payfipStageLabels, regieKindLabels } from '../server/contract/labels.ts';
import { formatWeekday } from '../server/contract/format.ts';
import { firstActiveDay, isNamedByPayfip, productionRefusal } from '../server/contract/regie-stage.ts';
import { todayInFrance } from './announcement-stage.ts';
import type { FieldLabels } from './changed-meanwhile.ts';

export interface TypedRegie {
  numcli: string; kind: RegieKind; interface: PayfipInterface; stage: PayfipStage; allowsSeveral: boolean; minimum: string; wait: string; trialEmails: string; isActivatedElsewhere: boolean;
  /** What it was when it was read. */
  version: string;
}

/** What a régie is called, and what it was when it was read; `id` when it has one. */
export interface RegieCard { id?: string | undefined; code: string; name: string; version: string }

export const typedOf = (regie: RegieDto): TypedRegie => ({
  numcli: regie.numcli ?? '', kind: regie.kind, interface: regie.interface, stage: regie.stage, allowsSeveral: regie.allowsSeveral,
  minimum: (regie.minimumCents / 100).toLocaleString('fr-FR', { minimumFractionDigits: regie.minimumCents % 100 ? 2 : 0, useGrouping: false }), wait: String(regie.waitMinutes), trialEmails: regie.trialEmails.join(', '), isActivatedElsewhere: false,
  version: regie.versions.configuration,
});

export const regieFieldLabels: FieldLabels<TypedRegie> = {
  numcli: { label: 'Identifiant PayFiP' }, kind: { label: 'Nature des factures', words: (kind) => regieKindLabels[kind] }, interface: { label: 'Liaison avec PayFiP', words: (way) => payfipInterfaceLabels[way] },
  stage: { label: 'Étape de la mise en service', words: (stage) => payfipStageLabels[stage] }, minimum: { label: 'Montant minimum (€)' }, wait: { label: 'Délai d’attente (minutes)' },
  allowsSeveral: { label: 'Plusieurs factures en un seul paiement' }, trialEmails: { label: 'Adresses des comptes d’essai' },
};

/** « 1,5 » → 150; what is no amount is 0, that the server refuses in a sentence. */
export function euroCents(text: string): number {
  const [, euros = '', cents = ''] = /^(\d{1,5})(?:[.,](\d{1,2}))?\s*€?$/.exec(text.trim()) ?? [];
  return euros === '' ? 0 : Number(euros) * 100 + Number(cents.padEnd(2, '0'));
}

/** What is typed one after the other, however it is separated. */
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

const anotherNumber = 'Avec un autre identifiant, la régie ne peut pas rester en production\u00a0: choisissez l’étape «\u00a0Test\u00a0», enregistrez, vérifiez l’identifiant, puis revenez ici.';

/** Why production would be refused; null when it would not. */
export function productionRemark(regie: RegieDto, typed: TypedRegie): { sentence: string; mayAnswerFor: boolean } | null {
  const numcli = typed.numcli.trim() || null;
  const known = { numcli: regie.numcli, stage: regie.stage, verifiedAt: instant(regie.verifiedAt), ...activationOf(regie) };
  const refusal = productionRefusal(known, { ...typed, numcli, isActivatedElsewhere: false }, new Date());
  if (refusal === null) return null;
  // A number is verified once it is saved, and is not saved in production before.
  const sentence = refusal.code === 'regie_not_verified' && numcli !== regie.numcli ? anotherNumber : errorMessage(refusal.code, refusal.details);
  return { sentence, mayAnswerFor: refusal.code !== 'regie_not_verified' };
}

/** What residents will find of it once it is saved, where that may not be what is meant. */
export function stageRemarks(regie: Pick<RegieDto, 'stage'>, { stage, trialEmails }: Pick<TypedRegie, 'stage' | 'trialEmails'>): string[] {
  const isTrial = stage === 'test' || stage === 'activation';
  return [
    ...(regie.stage === 'production' && stage !== 'production' ? ['Une fois cette étape enregistrée, les habitants ne pourront plus payer en ligne les factures de cette régie.'] : []),
    ...(isTrial && addressesIn(trialEmails).length === 0 ? ['Sans compte d’essai, personne ne pourra faire de paiement à cette étape\u00a0: indiquez-en un plus haut.'] : []),
  ];
}

/** Said at the number itself, that may be far above the stages. */
export function numberHint(regie: Pick<RegieDto, 'numcli' | 'stage'>, { numcli }: Pick<TypedRegie, 'numcli'>): string {
  return regie.stage === 'production' && numcli.trim() !== regie.numcli ? 'Cette régie est en production sous un autre identifiant\u00a0: voyez l’étape, plus bas' : 'Six chiffres, zéros compris, par exemple 006270';
}

/** From which day production may be chosen, as the check-list says it. */
export function whenPossible(regie: Pick<RegieDto, 'kind' | 'interface' | 'verifiedAt' | 'cardActivatedAt' | 'debitActivatedAt'>, now: Date): string {
  const activeOn = firstActiveDay(activationOf(regie));
  if (activeOn === null) return 'Possible à partir du jour ouvré qui suit le paiement d’activation.';
  if (isNamedByPayfip(regie) && !regie.verifiedAt) return 'Possible une fois l’identifiant vérifié.';
  return activeOn <= todayInFrance(now) ? 'Possible dès maintenant.' : `Possible à partir du ${formatWeekday(activeOn)}, le jour ouvré qui suit le paiement d’activation.`;
}

const activationOf = ({ cardActivatedAt, debitActivatedAt }: Pick<RegieDto, 'cardActivatedAt' | 'debitActivatedAt'>) => ({ cardActivatedAt: instant(cardActivatedAt), debitActivatedAt: instant(debitActivatedAt) });

const instant = (text: string | null) => (text === null ? null : new Date(text));
