// Why: a line refused in an import is an invoice that its family may never receive, until one of that number is published.
import { QueryTypes } from 'sequelize';
import { byChunks } from '../db/by-chunks.ts';
import { database } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { Invoice } from '../models/index.ts';

/** An import published longer ago than this is no longer worth correcting. */
const worthCorrectingMs = 30 * 24 * 3_600_000;

/** Of the imports that are ready to publish, or published of late: refused again in a later one, an invoice is the same one. */
export function countUnpublished(now: Date): Promise<number> {
  return countIn("b.state = 'ready' OR (b.state = 'published' AND b.published_at >= :since)", { since: new Date(now.getTime() - worthCorrectingMs) });
}

export const countUnpublishedOf = (batchId: string): Promise<number> => countIn('b.id = :batchId', { batchId });

async function countIn(condition: string, replacements: Record<string, unknown>): Promise<number> {
  const lines = await database().query<{ id: string; number: string }>(
    `SELECT l.batch_id || ' ' || l.line AS id, COALESCE(l.raw ->> 'numero', '') AS number FROM import_lines l JOIN import_batches b ON b.id = l.batch_id
     WHERE l.verdict = 'refused' AND (${condition})`,
    { type: QueryTypes.SELECT, replacements },
  );
  const waiting = new Set(lines.map(({ id, number }) => foldKey(number) || id));
  const published = await byChunks([...waiting], (keys) => Invoice.findAll({ where: { numberKey: keys }, attributes: ['numberKey'], raw: true }));
  for (const { numberKey } of published) waiting.delete(numberKey);
  return waiting.size;
}
