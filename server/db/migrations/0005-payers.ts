// Why: who sees a payer and how far, agents who look over a resident's shoulder, codes that a merge has retired, and the register of who wants paper.
export const sql = `
ALTER TABLE payer_accesses ADD COLUMN role TEXT NOT NULL DEFAULT 'holder' CHECK (role IN ('holder', 'reader'));
ALTER TABLE sessions ADD COLUMN viewer_id TEXT REFERENCES agents (id);
CREATE INDEX payers_name ON payers (name, id);
CREATE TABLE former_payer_codes (
  code_key TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  name_key TEXT NOT NULL,
  payer_id TEXT NOT NULL REFERENCES payers (id),
  merged_at DATETIME NOT NULL
);
CREATE INDEX former_payer_codes_payer ON former_payer_codes (payer_id);
CREATE TABLE paper_choices (
  id TEXT PRIMARY KEY,
  payer_id TEXT NOT NULL REFERENCES payers (id),
  is_paperless TINYINT(1) NOT NULL,
  decided_on TEXT NOT NULL,
  proof TEXT NOT NULL,
  actor TEXT NOT NULL,
  at DATETIME NOT NULL
);
CREATE INDEX paper_choices_payer ON paper_choices (payer_id, at);
`;
