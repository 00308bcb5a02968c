// Why: the journal in words: who, what, when, from where; never a code nor an identifier.
import type { JournalEntryDto } from '../contract/schemas.ts';
import type { AuditEntry } from '../models/index.ts';
import { actorNames } from './actor-names.ts';
import { namesOf, plainName } from './journal-objects.ts';
import { sentenceOf } from './journal-words.ts';

export async function presentEntries(entries: AuditEntry[]): Promise<JournalEntryDto[]> {
  const names = await namesOf(entries.map(({ object }) => object));
  const nameOf = await actorNames(entries.map(({ actor }) => actor));
  return entries.map(({ id, at, actor, action, object, detail, place }) => {
    const named = names.get(object);
    return {
      id, at: new Date(at).toISOString(), who: nameOf(actor), place, what: sentenceOf({ action, name: named?.name ?? plainName(object), kind: named?.kind, detail }),
      object: named ? { id: object, kind: named.kind } : null,
    };
  });
}
