// Why: accounts of the staff with a role, a second factor and sessions that say where they are; a journal that can be searched.
// Every agent of a former version could do everything: they stay administrators. A later one can do the least until told otherwise.
export const sql = `
ALTER TABLE agents ADD COLUMN role TEXT NOT NULL DEFAULT 'reader' CHECK (role IN ('administrator', 'secretary', 'regisseur', 'reader'));
UPDATE agents SET role = 'administrator';
ALTER TABLE agents ADD COLUMN disabled_at DATETIME;
ALTER TABLE agents ADD COLUMN initial_password_until DATETIME;
ALTER TABLE agents ADD COLUMN totp_secret TEXT;
ALTER TABLE agents ADD COLUMN totp_enabled_at DATETIME;
ALTER TABLE agents ADD COLUMN totp_last_step INTEGER;
ALTER TABLE agents ADD COLUMN last_login_at DATETIME;
CREATE TABLE recovery_codes (
  agent_id TEXT NOT NULL REFERENCES agents (id),
  code_hash TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  PRIMARY KEY (agent_id, code_hash)
);
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN locked_at DATETIME;
CREATE INDEX sessions_agent ON sessions (agent_id);
ALTER TABLE audit_entries ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_entries_actor ON audit_entries (actor, at);
CREATE INDEX audit_entries_action ON audit_entries (action, at);
CREATE INDEX audit_entries_object ON audit_entries (object, at);
`;
