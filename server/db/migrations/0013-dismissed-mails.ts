// Why: a mail that did not leave, or perhaps did, stays to be dealt with until staff say that nothing more is to be done of it.
export const sql = `
ALTER TABLE outgoing_mails ADD COLUMN dismissed_at DATETIME;
`;
