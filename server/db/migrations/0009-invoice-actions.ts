// Why: what staff do of many invoices at once is one action, that names each invoice it changed and may be undone; and who of a household has read an invoice.
export const sql = `
CREATE TABLE invoice_actions (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('suspend', 'resume', 'withdraw', 'treasury')),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  tells_residents TINYINT(1) NOT NULL,
  changed_count INTEGER NOT NULL,
  changed_cents INTEGER NOT NULL,
  left_out TEXT NOT NULL,
  at DATETIME NOT NULL,
  undone_at DATETIME,
  undone_by TEXT,
  undone_count INTEGER,
  undone_left_out TEXT
);
CREATE INDEX invoice_actions_at ON invoice_actions (at);
ALTER TABLE invoice_events ADD COLUMN action_id TEXT REFERENCES invoice_actions (id);
CREATE INDEX invoice_events_action ON invoice_events (action_id) WHERE action_id IS NOT NULL;
CREATE TABLE invoice_readings (
  invoice_id TEXT NOT NULL REFERENCES invoices (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  first_at DATETIME NOT NULL,
  last_at DATETIME NOT NULL,
  PRIMARY KEY (invoice_id, account_id)
);
`;
