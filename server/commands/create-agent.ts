// Creates a member of staff: the first one from the window, others by an administrator or from the command line.
import { hashPassword } from '../crypto/passwords.ts';
import { newId } from '../crypto/tokens.ts';
import { newReadableSecret } from '../crypto/totp.ts';
import type { Role } from '../contract/rights.ts';
import { emailAddress } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { initialPasswordLife } from '../domain/session.ts';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { recordAudit } from './record-audit.ts';

interface AgentCard { name: string; email: string; role: Role; actor: string }
export interface NewAgent extends AgentCard { password: string; isFirst: boolean }

/** @throws AppError agent_exists (first agent wanted but there is one), email_invalid, agent_email_taken, or one of `checkPassword` */
export async function createAgent({ password, isFirst, ...card }: NewAgent): Promise<Agent> {
  if (isFirst && (await Agent.count()) > 0) throw new AppError('agent_exists');
  checkEmail(card.email);
  await checkPassword({ password, confirmation: password, email: card.email });
  const passwordHash = await hashPassword(password);
  return inTransaction(async () => {
    if (isFirst && (await Agent.count()) > 0) throw new AppError('agent_exists');
    return insertAgent(card, { passwordHash });
  });
}

/** A colleague with a password that the administrator sees once, and that opens nothing but the choice of another. @throws AppError email_invalid, agent_email_taken */
export async function inviteAgent({ now, ...card }: AgentCard & { now: Date }): Promise<{ agent: Agent; password: string }> {
  checkEmail(card.email);
  const password = newReadableSecret();
  const passwordHash = await hashPassword(password);
  const initialPasswordUntil = new Date(now.getTime() + initialPasswordLife);
  return { agent: await inTransaction(() => insertAgent(card, { passwordHash, initialPasswordUntil })), password };
}

function checkEmail(email: string): void {
  if (!emailAddress.safeParse(email).success) throw new AppError('email_invalid', {}, 'email');
}

async function insertAgent({ name, email, role, actor }: AgentCard, secret: { passwordHash: string; initialPasswordUntil?: Date }): Promise<Agent> {
  await keepEmailFree(email);
  const agent = await Agent.create({ id: newId(), name: name.trim(), email: email.trim(), emailKey: emailKey(email), role, ...secret });
  await recordAudit({ actor, action: 'agent_created', object: agent.id, detail: role });
  return agent;
}

/** @throws AppError agent_email_taken, when another agent has this address */
export async function keepEmailFree(email: string, ownId = ''): Promise<void> {
  const holder = await Agent.findOne({ where: { emailKey: emailKey(email) } });
  if (holder && holder.id !== ownId) throw new AppError('agent_email_taken', {}, 'email');
}
