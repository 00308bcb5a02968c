// Payers written by a version that did not sort them by family name are given their place in the list, once.
import { inTransaction } from '../db/database.ts';
import { sortKey } from '../domain/keys.ts';
import { Payer } from '../models/index.ts';

const atOnce = 500;

export async function fillSortKeys(): Promise<void> {
  for (;;) {
    const payers = await Payer.findAll({ where: { sortKey: '' }, attributes: ['id', 'name'], limit: atOnce, raw: true });
    await inTransaction(async () => {
      // A name without a letter stands where its signs put it.
      for (const { id, name } of payers) await Payer.update({ sortKey: sortKey(name) || name || '?' }, { where: { id }, silent: true });
    });
    if (payers.length < atOnce) return;
  }
}
