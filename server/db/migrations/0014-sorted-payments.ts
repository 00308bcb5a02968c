// Why: a double payment that staff have dealt with is told from one that still waits, once it has to be asked about again: its money may have been given back.
export const sql = `
ALTER TABLE payments ADD COLUMN sorted_at DATETIME;
UPDATE payments SET sorted_at = settled_at WHERE state = 'paid' AND to_sort IS NULL AND id IN (SELECT payment_id FROM payment_lines WHERE outcome IN ('paid_twice', 'not_payable_any_more'));
`;
