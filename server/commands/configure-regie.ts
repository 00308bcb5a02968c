// How a régie is paid on line: its PayFiP number, its interface, how far it is opened.
import type { PayfipInterface, PayfipStage, RegieKind } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { numcliFault, smallestAmountCents } from '../domain/references.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export interface RegieConfiguration {
  regieId: string; numcli: string | null; kind: RegieKind; interface: PayfipInterface; stage: PayfipStage;
  allowsSeveral: boolean; minimumCents: number; waitMinutes: number; actor: string;
}

const shortestWait = 20;
const longestWait = 24 * 60;

/** Titres and rôles are paid by address, one by one. Another number is to be verified again. @throws AppError not_found, payfip_numcli_invalid, regie_minimum_invalid, regie_wait_invalid */
export async function configureRegie({ regieId, actor, ...wanted }: RegieConfiguration): Promise<Regie> {
  checkConfiguration(wanted);
  return inTransaction(async () => {
    const regie = await Regie.findByPk(regieId);
    if (!regie) throw new AppError('not_found');
    const isOwn = wanted.kind === 'regie';
    const forgotten = regie.numcli === wanted.numcli ? {} : { verifiedAt: null, verifiedLabels: null, cardActivatedAt: null, debitActivatedAt: null };
    await regie.update({ ...wanted, ...forgotten, interface: isOwn ? wanted.interface : 'url', allowsSeveral: isOwn && wanted.allowsSeveral });
    await recordAudit({ actor, action: 'regie_configured', object: regieId, detail: `${wanted.numcli ?? ''} ${wanted.kind} ${regie.interface} ${wanted.stage}` });
    return regie;
  });
}

function checkConfiguration({ numcli, stage, minimumCents, waitMinutes }: Omit<RegieConfiguration, 'regieId' | 'actor'>): void {
  const fault = numcli === null ? (stage === 'closed' ? null : 'payfip_numcli_invalid') : numcliFault(numcli);
  if (fault) throw new AppError(fault, {}, 'numcli');
  if (!Number.isSafeInteger(minimumCents) || minimumCents < smallestAmountCents) throw new AppError('regie_minimum_invalid', {}, 'minimumCents');
  if (!Number.isSafeInteger(waitMinutes) || waitMinutes < shortestWait || waitMinutes > longestWait) throw new AppError('regie_wait_invalid', {}, 'waitMinutes');
}
