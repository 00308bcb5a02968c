// Creates a member of staff: the first one from the window, others from the command line.
import { hashPassword } from '../crypto/passwords.ts';
import { newId } from '../crypto/tokens.ts';
import type { Role } from '../contract/rights.ts';
import { emailAddress } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { recordAudit } from './record-audit.ts';

export interface NewAgent { name: string; email: string; password: string; role: Role; isFirst: boolean; actor: string }

/** @throws AppError agent_exists (first agent wanted but there is one), email_invalid, agent_email_taken, or one of `checkPassword` */
export async function createAgent({ name, email, password, role, isFirst, actor }: NewAgent): Promise<Agent> {
  if (isFirst && (await Agent.count()) > 0) throw new AppError('agent_exists');
  if (!emailAddress.safeParse(email).success) throw new AppError('email_invalid', {}, 'email');
  await checkPassword({ password, confirmation: password, email });
  const passwordHash = await hashPassword(password);
  return inTransaction(async () => {
    if (isFirst && (await Agent.count()) > 0) throw new AppError('agent_exists');
    if ((await Agent.count({ where: { emailKey: emailKey(email) } })) > 0) throw new AppError('agent_email_taken', {}, 'email');
    const agent = await Agent.create({ id: newId(), name: name.trim(), email: email.trim(), emailKey: emailKey(email), passwordHash, role });
    await recordAudit({ actor, action: 'agent_created', object: agent.id, detail: role });
    return agent;
  });
}
