// Why: the first schema. Instants are kept as UTC text, days as 'YYYY-MM-DD', money as integer cents.
// Sequelize recognises dates and booleans on SQLite by these very type names: DATETIME and TINYINT(1).
export const sql = `
CREATE TABLE settings (
  section TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE TABLE agents (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE TABLE regies (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE TABLE payers (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  address TEXT NOT NULL,
  is_paperless TINYINT(1) NOT NULL,
  paperless_changed_at DATETIME,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
  password_hash TEXT,
  activated_at DATETIME,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL,
  CHECK (state <> 'active' OR password_hash IS NOT NULL)
);
CREATE TABLE payer_accesses (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  payer_id TEXT NOT NULL REFERENCES payers (id),
  created_at DATETIME NOT NULL,
  PRIMARY KEY (account_id, payer_id)
);
CREATE INDEX payer_accesses_payer ON payer_accesses (payer_id);
CREATE TABLE former_emails (
  email_key TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  left_at DATETIME NOT NULL,
  PRIMARY KEY (email_key, account_id)
);
CREATE TABLE documents (
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  created_at DATETIME NOT NULL
);
CREATE TABLE import_batches (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draft', 'ready', 'published', 'discarded')),
  agent_id TEXT REFERENCES agents (id),
  source_name TEXT,
  source_sha256 TEXT,
  allow_missing_pdf TINYINT(1) NOT NULL,
  counts TEXT NOT NULL,
  total_cents INTEGER NOT NULL,
  unused_files TEXT NOT NULL,
  refusals TEXT NOT NULL,
  facts_mark TEXT,
  problem TEXT,
  published_at DATETIME,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE INDEX import_batches_created ON import_batches (created_at);
CREATE TABLE import_files (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  name TEXT NOT NULL,
  sha256 TEXT,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (batch_id, name)
);
CREATE TABLE import_lines (
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  line INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'warning', 'already_published', 'refused')),
  messages TEXT NOT NULL,
  raw TEXT NOT NULL,
  parsed TEXT,
  PRIMARY KEY (batch_id, line)
);
CREATE INDEX import_lines_verdict ON import_lines (batch_id, verdict, line);
CREATE TABLE invoices (
  id TEXT PRIMARY KEY,
  regie_id TEXT NOT NULL REFERENCES regies (id),
  payer_id TEXT NOT NULL REFERENCES payers (id),
  batch_id TEXT NOT NULL REFERENCES import_batches (id),
  document_sha256 TEXT REFERENCES documents (sha256),
  file_name TEXT,
  number TEXT NOT NULL,
  number_key TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  due_on TEXT,
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('unpaid', 'paid', 'treasury', 'withdrawn')),
  direct_debit TINYINT(1) NOT NULL,
  direct_debit_on TEXT,
  created_at DATETIME NOT NULL,
  UNIQUE (regie_id, number_key)
);
CREATE INDEX invoices_payer ON invoices (payer_id, state, issued_on, amount_cents);
CREATE INDEX invoices_state ON invoices (state, due_on, amount_cents);
CREATE INDEX invoices_batch ON invoices (batch_id);
CREATE INDEX invoices_document ON invoices (document_sha256);
CREATE INDEX invoices_issued ON invoices (issued_on, number);
CREATE TABLE invoice_events (
  id TEXT PRIMARY KEY,
  invoice_id TEXT NOT NULL REFERENCES invoices (id),
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  detail TEXT NOT NULL,
  at DATETIME NOT NULL
);
CREATE INDEX invoice_events_invoice ON invoice_events (invoice_id, at);
CREATE TABLE outgoing_mails (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  account_id TEXT REFERENCES accounts (id),
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL,
  unique_key TEXT NOT NULL UNIQUE,
  is_urgent TINYINT(1) NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'to_verify')),
  attempts INTEGER NOT NULL,
  next_attempt_at DATETIME,
  sent_at DATETIME,
  last_error TEXT,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE INDEX outgoing_mails_queue ON outgoing_mails (state, is_urgent, next_attempt_at);
CREATE TABLE announcements (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE TABLE announcement_reads (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  announcement_id TEXT NOT NULL REFERENCES announcements (id),
  read_at DATETIME NOT NULL,
  PRIMARY KEY (account_id, announcement_id)
);
CREATE TABLE contact_messages (
  id TEXT PRIMARY KEY,
  account_id TEXT REFERENCES accounts (id),
  invoice_id TEXT REFERENCES invoices (id),
  sender_name TEXT NOT NULL,
  sender_email TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  handled_at DATETIME,
  created_at DATETIME NOT NULL
);
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('resident', 'remember', 'agent', 'workstation')),
  account_id TEXT REFERENCES accounts (id),
  agent_id TEXT REFERENCES agents (id),
  family TEXT NOT NULL,
  is_remembered TINYINT(1) NOT NULL,
  used_at DATETIME,
  last_seen_at DATETIME NOT NULL,
  expires_at DATETIME NOT NULL,
  created_at DATETIME NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id, kind);
CREATE INDEX sessions_family ON sessions (family);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE tokens (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  account_id TEXT REFERENCES accounts (id),
  payload TEXT NOT NULL,
  expires_at DATETIME NOT NULL,
  created_at DATETIME NOT NULL
);
CREATE INDEX tokens_account ON tokens (account_id, purpose);
CREATE TABLE rate_limits (
  key TEXT PRIMARY KEY,
  hits INTEGER NOT NULL,
  resets_at DATETIME NOT NULL
);
CREATE TABLE audit_entries (
  id TEXT PRIMARY KEY,
  at DATETIME NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX audit_entries_at ON audit_entries (at);
`;
