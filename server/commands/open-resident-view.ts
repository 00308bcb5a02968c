// Staff see the portal as a person sees it: a link that serves once, then a session that may change nothing.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { findPerson } from './find-payer.ts';
import { findToken } from './find-token.ts';
import { issueToken } from './issue-token.ts';
import { openSession } from './open-session.ts';
import { recordAudit } from './record-audit.ts';

export interface ViewOrder { payerId: string; accountId: string; agentId: string; now: Date }

/** Answers the address to open. @throws AppError person_unknown, account_not_active */
export async function issueResidentView({ payerId, accountId, agentId, now }: ViewOrder): Promise<string> {
  const { portal } = await readSettings();
  const secret = await inTransaction(async () => {
    const { account } = await findPerson({ payerId, accountId });
    if (account.state !== 'active') throw new AppError('account_not_active');
    return issueToken({ purpose: 'resident_view', accountId, payload: agentId }, now);
  });
  return `${portal.publicUrl}/?LIEN=${secret}`;
}

/** Answers the secret of the session's cookie. @throws AppError link_invalid */
export function openResidentView(link: string, now: Date): Promise<string> {
  return inTransaction(async () => {
    const token = await findToken(link, ['resident_view'], now);
    await token.destroy();
    await recordAudit({ actor: `agent:${token.payload}`, action: 'account_viewed', object: token.accountId ?? '' });
    return openSession({ kind: 'resident', accountId: token.accountId ?? '', viewerId: token.payload }, now);
  });
}
