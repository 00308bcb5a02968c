// Closes the session on the server, with the remembered secret of the same browser: they are one family.
import { fingerprint } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { Session } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export async function logOut(secrets: (string | undefined)[]): Promise<void> {
  const hashes = secrets.filter((secret) => secret !== undefined).map(fingerprint);
  await inTransaction(async () => {
    const open = await Session.findAll({ where: { tokenHash: hashes }, attributes: ['family', 'agentId', 'accountId', 'viewerId'] });
    await Session.destroy({ where: { family: open.map((each) => each.family) } });
    const [left] = open;
    if (left?.agentId) await recordAudit({ actor: `agent:${left.agentId}`, action: 'agent_logged_out' });
    // The end of a look over a resident's shoulder is not the resident's act.
    if (left?.accountId && !left.viewerId) await recordAudit({ actor: `account:${left.accountId}`, action: 'account_logged_out' });
  });
}
