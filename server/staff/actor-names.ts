// Why: who did something, in words: the journal keeps `agent:<id>`.
import { Agent } from '../models/index.ts';

const others: Record<string, string> = { payfip: 'PayFiP', workstation: 'le poste de la mairie', 'command-line': 'l’installateur', visitor: 'un visiteur', resident: 'l’habitant', system: 'le portail' };

/** Answers a function from an actor to its name. */
export async function actorNames(actors: string[]): Promise<(actor: string) => string> {
  const ids = [...new Set(actors)].flatMap((actor) => (actor.startsWith('agent:') ? [actor.slice('agent:'.length)] : []));
  const agents = ids.length > 0 ? await Agent.findAll({ where: { id: ids }, attributes: ['id', 'name'], raw: true }) : [];
  const names = new Map(agents.map(({ id, name }) => [`agent:${id}`, name]));
  return (actor) => names.get(actor) ?? others[actor] ?? actor;
}
