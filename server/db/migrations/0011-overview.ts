// Why: the journal becomes a chain (each entry is sealed with the seal of the one before), and the dashboard's figures are read by index.
// `rank` and `seal` are given to former entries when the next one is written: SQL has no key.
export const sql = `
ALTER TABLE audit_entries ADD COLUMN rank INTEGER;
ALTER TABLE audit_entries ADD COLUMN seal TEXT;
CREATE UNIQUE INDEX audit_entries_rank ON audit_entries (rank);
CREATE TABLE journal_marks (
  name TEXT PRIMARY KEY CHECK (name IN ('anchor', 'head')),
  rank INTEGER NOT NULL,
  seal TEXT NOT NULL,
  proof TEXT NOT NULL
);
CREATE INDEX payments_received ON payments (COALESCE(transaction_at, settled_at), regie_id) WHERE state = 'paid';
CREATE INDEX invoice_events_staff ON invoice_events (kind, at) WHERE source = 'staff';
`;
