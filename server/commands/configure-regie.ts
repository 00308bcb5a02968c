// How a régie is paid on line: its PayFiP number, its interface, how far it is opened.
import { Op } from 'sequelize';
import type { PayfipInterface, PayfipStage, RegieKind } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { numcliFault, smallestAmountCents } from '../domain/references.ts';
import { AppError } from '../errors.ts';
import { Account, Regie } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { configurationVersion, refuseStale } from './refuse-stale.ts';

export interface RegieConfiguration {
  regieId: string; numcli: string | null; kind: RegieKind; interface: PayfipInterface; stage: PayfipStage;
  allowsSeveral: boolean; minimumCents: number; waitMinutes: number;
  /** Whose accounts alone may pay before production. */
  trialEmails: string[];
  /** Of what the agent had in front of them; absent: not compared. */
  version?: string | undefined;
  actor: string;
}

const shortestWait = 20;
const longestWait = 24 * 60;

/** Titres and rôles are paid by address, one by one. Another number is to be verified again. @throws AppError not_found, settings_changed_meanwhile, payfip_numcli_invalid, regie_minimum_invalid, regie_wait_invalid, trial_account_unknown */
export async function configureRegie({ regieId, actor, trialEmails, version, ...wanted }: RegieConfiguration): Promise<Regie> {
  checkConfiguration(wanted);
  return inTransaction(async () => {
    const regie = await Regie.findByPk(regieId);
    if (!regie) throw new AppError('not_found');
    await refuseStale({ seen: version, now: configurationVersion(regie), entries: { [Op.or]: [{ action: 'regie_configured', object: regieId }, { action: 'payment_world_changed' }] } });
    await checkTrialAccounts(trialEmails);
    const isOwn = wanted.kind === 'regie';
    const forgotten = regie.numcli === wanted.numcli ? {} : { verifiedAt: null, verifiedLabels: null, cardActivatedAt: null, debitActivatedAt: null };
    await regie.update({ ...wanted, ...forgotten, trialEmails: [...new Set(trialEmails)].join('\n'), interface: isOwn ? wanted.interface : 'url', allowsSeveral: isOwn && wanted.allowsSeveral });
    await recordAudit({ actor, action: 'regie_configured', object: regieId, detail: `${wanted.numcli ?? ''} ${wanted.kind} ${regie.interface} ${wanted.stage} ${trialEmails.join(' ')}`.trim() });
    return regie;
  });
}

async function checkTrialAccounts(emails: string[]): Promise<void> {
  for (const email of emails) {
    if ((await Account.count({ where: { emailKey: emailKey(email) } })) === 0) throw new AppError('trial_account_unknown', { email }, 'trialEmails');
  }
}

function checkConfiguration({ numcli, stage, minimumCents, waitMinutes }: Pick<RegieConfiguration, 'numcli' | 'stage' | 'minimumCents' | 'waitMinutes'>): void {
  const fault = numcli === null ? (stage === 'closed' ? null : 'payfip_numcli_invalid') : numcliFault(numcli);
  if (fault) throw new AppError(fault, {}, 'numcli');
  if (!Number.isSafeInteger(minimumCents) || minimumCents < smallestAmountCents) throw new AppError('regie_minimum_invalid', {}, 'minimumCents');
  if (!Number.isSafeInteger(waitMinutes) || waitMinutes < shortestWait || waitMinutes > longestWait) throw new AppError('regie_wait_invalid', {}, 'waitMinutes');
}
