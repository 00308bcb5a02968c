// Why: answers to residents' messages, and the ready-made ones that agents start from.
export const sql = `
CREATE TABLE message_answers (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES contact_messages (id),
  agent_id TEXT NOT NULL REFERENCES agents (id),
  body TEXT NOT NULL,
  at DATETIME NOT NULL
);
CREATE INDEX message_answers_message ON message_answers (message_id, at);
CREATE TABLE ready_answers (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL
);
CREATE INDEX contact_messages_created ON contact_messages (created_at);
`;
