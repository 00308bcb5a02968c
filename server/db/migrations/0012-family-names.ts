// Why: payers are looked for under their family name. Those of before are given theirs as the server opens (commands/fill-sort-keys.ts), by the rule of all others.
export const sql = `
ALTER TABLE payers ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
DROP INDEX payers_name;
CREATE INDEX payers_sort ON payers (sort_key, id);
`;
