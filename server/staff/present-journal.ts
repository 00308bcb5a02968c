// Why: the journal in words: who, what, when, from where; never a code nor an identifier.
import type { JournalEntryDto } from '../contract/schemas.ts';
import type { AuditEntry } from '../models/index.ts';
import { actorNames } from './actor-names.ts';
import { namesOf, plainName } from './journal-objects.ts';
import { sentenceOf } from './journal-words.ts';

/** Some entries name a second thing in their detail: the account of a person, the payer that another has absorbed. */
const identifiers = /(?<![\w-])[\w-]{22}(?![\w-])/g;

export async function presentEntries(entries: AuditEntry[]): Promise<JournalEntryDto[]> {
  const names = await namesOf(entries.flatMap(({ object, detail }) => [object, ...(detail.match(identifiers) ?? [])]));
  const nameOf = await actorNames(entries.map(({ actor }) => actor));
  return entries.map(({ id, at, actor, action, object, detail, place }) => {
    const named = names.get(object);
    const told = detail.replaceAll(identifiers, (found) => names.get(found)?.name ?? found);
    return {
      id, at: new Date(at).toISOString(), who: nameOf(actor), place, what: sentenceOf({ action, name: named?.name ?? plainName(object), kind: named?.kind, detail: told }),
      object: named ? { id: object, kind: named.kind } : null,
    };
  });
}
