// Why: the entries of the journal that a list or an export is about.
import { literal, Op, type WhereOptions } from 'sequelize';
import type { JournalFilter } from '../contract/schemas.ts';
import type { AuditAction } from '../domain/audit.ts';
import { database } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { Agent, AuditEntry } from '../models/index.ts';
import { otherActorLabels } from '../contract/journal.ts';
import { daysBetween } from './find-payments.ts';
import { objectsNamed } from './journal-objects.ts';
import { journalWords } from './journal-words.ts';

export async function entryConditions({ search = '', who, topic, from, to, object }: JournalFilter): Promise<WhereOptions> {
  const words = search.trim().split(/\s+/).filter(Boolean);
  const agents = words.length > 0 ? await Agent.findAll({ attributes: ['id', 'name', 'email'], raw: true }) : [];
  return {
    [Op.and]: [
      ...(topic ? [{ action: actionsWhere((action) => journalWords[action].topic === topic) }] : []),
      ...(who ? [whoCondition(who)] : []), ...(object ? [aboutCondition(object)] : []),
      ...(from || to ? [{ at: daysBetween(from, to) }] : []),
      ...words.map((word) => conditionOfWord(word, agents)),
    ],
  };
}

/** What concerns an agent is also what that agent did. */
const aboutCondition = (object: string): WhereOptions => ({ [Op.or]: [{ object }, { actor: `agent:${object}` }, { actor: `account:${object}` }] });

const whoCondition = (who: string): WhereOptions => (who === 'residents' ? { actor: { [Op.or]: [{ [Op.startsWith]: 'account:' }, 'resident'] } } : { actor: who });

const actionsWhere = (suits: (action: AuditAction) => boolean): AuditAction[] => (Object.keys(journalWords) as AuditAction[]).filter(suits);

function conditionOfWord(word: string, agents: Pick<Agent, 'id' | 'name' | 'email'>[]): WhereOptions {
  const key = foldKey(word);
  const holds = (text: string) => key !== '' && foldKey(text).includes(key);
  const actors = [
    ...agents.filter(({ name, email }) => holds(name) || holds(email)).map(({ id }) => `agent:${id}`),
    ...Object.entries(otherActorLabels).filter(([, label]) => holds(label)).map(([actor]) => actor),
  ];
  const ids = actors.flatMap((actor) => (actor.startsWith('agent:') ? [actor.slice('agent:'.length)] : []));
  return {
    [Op.or]: [
      { action: actionsWhere((action) => holds(journalWords[action].says)) }, { actor: actors }, { object: ids },
      { detail: { [Op.substring]: word } }, { place: { [Op.substring]: word } },
      { object: { [Op.in]: literal(`(${objectsNamed(word)})`) } },
      { actor: { [Op.in]: literal(`(SELECT 'account:' || id FROM accounts WHERE email LIKE ${database().escape(`%${word}%`)})`) } },
    ],
  };
}

export const findEntries = (where: WhereOptions, limit: number, offset: number) =>
  AuditEntry.findAll({ where, order: [['at', 'DESC'], ['id', 'DESC']], limit, offset, raw: true });
