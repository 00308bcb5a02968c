// What somebody else has saved since an agent read it is not overwritten unseen: the agent is told who, and when.
import type { WhereOptions } from 'sequelize';
import { formatDateTime } from '../contract/format.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { AppError } from '../errors.ts';
import { Agent, AuditEntry, type Announcement, type Regie } from '../models/index.ts';

interface Sight {
  /** What the agent had in front of them; undefined: not compared. */
  seen: string | undefined;
  now: string;
  /** The entries of the journal that change it. */
  entries: WhereOptions<AuditEntry>;
}
type Refusal = 'settings_changed_meanwhile' | 'logo_changed_meanwhile';

const versionOf = (fields: unknown[]): string => fingerprint(JSON.stringify(fields)).slice(0, 16);

/** What a régie is called, and how it is paid: two forms. */
export const cardVersion = ({ code, name }: Regie): string => versionOf([code, name]);
export const configurationVersion = ({ numcli, kind, interface: way, stage, allowsSeveral, minimumCents, waitMinutes, trialEmails }: Regie): string =>
  versionOf([numcli, kind, way, stage, allowsSeveral, minimumCents, waitMinutes, trialEmails]);
export const agentVersion = ({ name, email, role }: Agent): string => versionOf([name, email, role]);
export const payerVersion = ({ name, address }: { name: string; address: string }): string => versionOf([name, address]);
export const announcementVersion = ({ title, body, startsOn, endsOn }: Announcement): string => versionOf([title, body, startsOn, endsOn]);

/** @throws AppError settings_changed_meanwhile, or the one given */
export async function refuseStale({ seen, now, entries }: Sight, refusal: Refusal = 'settings_changed_meanwhile'): Promise<void> {
  if (seen !== undefined && seen !== now) throw await changedMeanwhile(entries, refusal);
}

export async function changedMeanwhile(entries: WhereOptions<AuditEntry>, refusal: Refusal = 'settings_changed_meanwhile'): Promise<AppError> {
  const change = await AuditEntry.findOne({ where: entries, order: [['at', 'DESC']] });
  const agent = change?.actor.startsWith('agent:') ? await Agent.findByPk(change.actor.slice('agent:'.length)) : null;
  return new AppError(refusal, { who: agent?.name ?? 'Quelqu’un d’autre', when: change ? `le ${formatDateTime(change.at.toISOString())}` : 'entre-temps' });
}
