// Why: payers are looked for under their family name. Written at once by the program for those to come (domain/keys.ts); for the others, the last word after « M. », « Mme »…
const titled = "name LIKE 'M. %' OR name LIKE 'Mme %' OR name LIKE 'Mlle %' OR name LIKE 'Mr %' OR name LIKE 'Monsieur %' OR name LIKE 'Madame %'";
const beforeLast = "rtrim(name, replace(name, ' ', ''))";

export const sql = `
ALTER TABLE payers ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
UPDATE payers SET sort_key = upper(CASE WHEN ${titled} THEN substr(name, length(${beforeLast}) + 1) || ' ' || trim(${beforeLast}) ELSE name END);
DROP INDEX payers_name;
CREATE INDEX payers_sort ON payers (sort_key, id);
`;
