// Why: who did something, in words: the journal keeps `agent:<id>`.
import { otherActorLabels } from '../contract/journal.ts';
import { Account, Agent } from '../models/index.ts';

const others: Record<string, string> = { ...otherActorLabels, resident: 'l’habitant' };

/** Answers a function from an actor to its name. */
export async function actorNames(actors: string[]): Promise<(actor: string) => string> {
  const idsOf = (kind: string) => [...new Set(actors)].flatMap((actor) => (actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : []));
  const [agentIds, accountIds] = [idsOf('agent'), idsOf('account')];
  const agents = agentIds.length > 0 ? await Agent.findAll({ where: { id: agentIds }, attributes: ['id', 'name'], raw: true }) : [];
  const accounts = accountIds.length > 0 ? await Account.findAll({ where: { id: accountIds }, attributes: ['id', 'email'], raw: true }) : [];
  const names = new Map<string, string>([...agents.map(({ id, name }) => [`agent:${id}`, name] as const), ...accounts.map(({ id, email }) => [`account:${id}`, email] as const)]);
  return (actor) => names.get(actor) ?? others[actor] ?? actor;
}
