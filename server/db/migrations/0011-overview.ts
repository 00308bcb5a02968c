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
CREATE INDEX payments_received ON payments (COALESCE(transaction_at, settled_at), saisie, regie_id, amount_cents) WHERE state = 'paid';
CREATE INDEX payments_reported ON payments (saisie) WHERE state = 'reported';
CREATE INDEX invoices_suspended ON invoices (state) WHERE suspension IS NOT NULL;
CREATE INDEX invoices_declared ON invoices (declared, state) WHERE declared IS NOT NULL;
CREATE INDEX invoice_events_staff ON invoice_events (kind, at) WHERE source = 'staff';
`;
