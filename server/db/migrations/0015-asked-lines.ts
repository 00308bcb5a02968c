// Why: of a payment received twice, staff are asked about some of its invoices and not of others: a line says whether its own is.
export const sql = `
ALTER TABLE payment_lines ADD COLUMN is_asked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX payment_lines_asked ON payment_lines (invoice_id) WHERE is_asked = 1;
UPDATE payment_lines SET is_asked = 1 WHERE outcome = 'paid_twice' AND payment_id IN (SELECT id FROM payments WHERE state = 'paid' AND to_sort = 'paid_twice' AND sorted_at IS NOT NULL)
  AND invoice_id IN (SELECT id FROM invoices WHERE state IN ('unpaid', 'treasury'));
UPDATE invoices SET declared = 'payfip' WHERE id IN (SELECT invoice_id FROM payment_lines WHERE is_asked = 1);
`;
