// Why: payments. One invoice has one live attempt at most: the unique index is the last word, whatever the programs do.
export const sql = `
ALTER TABLE regies ADD COLUMN numcli TEXT;
ALTER TABLE regies ADD COLUMN kind TEXT NOT NULL DEFAULT 'regie' CHECK (kind IN ('regie', 'titre', 'role'));
ALTER TABLE regies ADD COLUMN interface TEXT NOT NULL DEFAULT 'service' CHECK (interface IN ('service', 'url'));
ALTER TABLE regies ADD COLUMN stage TEXT NOT NULL DEFAULT 'closed' CHECK (stage IN ('closed', 'test', 'activation', 'production'));
ALTER TABLE regies ADD COLUMN allows_several TINYINT(1) NOT NULL DEFAULT 0 CHECK (allows_several = 0 OR kind = 'regie');
ALTER TABLE regies ADD COLUMN minimum_cents INTEGER NOT NULL DEFAULT 100 CHECK (minimum_cents >= 100);
ALTER TABLE regies ADD COLUMN wait_minutes INTEGER NOT NULL DEFAULT 20 CHECK (wait_minutes >= 20);
ALTER TABLE regies ADD COLUMN trial_emails TEXT NOT NULL DEFAULT '';
ALTER TABLE regies ADD COLUMN suspension TEXT;
ALTER TABLE regies ADD COLUMN verified_at DATETIME;
ALTER TABLE regies ADD COLUMN verified_labels TEXT;
ALTER TABLE regies ADD COLUMN card_activated_at DATETIME;
ALTER TABLE regies ADD COLUMN debit_activated_at DATETIME;
ALTER TABLE invoices ADD COLUMN suspension TEXT;
ALTER TABLE invoices ADD COLUMN declared TEXT CHECK (declared IN ('resident', 'payfip'));
CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  regie_id TEXT NOT NULL REFERENCES regies (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  interface TEXT NOT NULL CHECK (interface IN ('service', 'url')),
  kind TEXT NOT NULL CHECK (kind IN ('regie', 'titre', 'role')),
  saisie TEXT NOT NULL CHECK (saisie IN ('T', 'X', 'W', 'A')),
  base_url TEXT NOT NULL,
  numcli TEXT NOT NULL,
  exer TEXT NOT NULL,
  refdet TEXT NOT NULL,
  amount_cents INTEGER NOT NULL CHECK (amount_cents BETWEEN 100 AND 9999999),
  email TEXT NOT NULL,
  objet TEXT NOT NULL,
  id_op TEXT UNIQUE,
  token_hash TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('starting', 'open', 'paid', 'refused', 'cancelled', 'expired', 'gone', 'failed', 'reported', 'stopped')),
  resultrans TEXT,
  numauto TEXT,
  transaction_at DATETIME,
  problem TEXT,
  to_sort TEXT CHECK (to_sort IN ('paid_twice', 'withdrawn', 'after_treasury', 'activation')),
  created_at DATETIME NOT NULL,
  live_until DATETIME NOT NULL,
  next_check_at DATETIME,
  checked_at DATETIME,
  settled_at DATETIME,
  stopped_at DATETIME
);
CREATE UNIQUE INDEX payments_refdet ON payments (refdet) WHERE kind = 'regie';
CREATE INDEX payments_next_check ON payments (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX payments_to_sort ON payments (to_sort) WHERE to_sort IS NOT NULL;
CREATE INDEX payments_account ON payments (account_id, created_at);
CREATE INDEX payments_created ON payments (created_at);
CREATE TABLE payment_lines (
  payment_id TEXT NOT NULL REFERENCES payments (id),
  invoice_id TEXT NOT NULL REFERENCES invoices (id),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  is_live TINYINT(1) NOT NULL,
  outcome TEXT CHECK (outcome IN ('settled', 'paid_twice', 'not_payable_any_more')),
  PRIMARY KEY (payment_id, invoice_id)
);
CREATE UNIQUE INDEX one_live_attempt ON payment_lines (invoice_id) WHERE is_live = 1;
CREATE INDEX payment_lines_invoice ON payment_lines (invoice_id);
CREATE TABLE payment_answers (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  door TEXT NOT NULL CHECK (door IN ('create', 'notification', 'return', 'poll', 'staff', 'urlcl')),
  kind TEXT NOT NULL CHECK (kind IN ('result', 'fault', 'outage')),
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  at DATETIME NOT NULL
);
CREATE INDEX payment_answers_payment ON payment_answers (payment_id, at);
`;
