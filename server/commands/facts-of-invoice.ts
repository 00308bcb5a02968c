// What happened to an invoice, oldest first.
import { InvoiceEvent } from '../models/index.ts';

export const factsOfInvoice = (invoiceId: string): Promise<InvoiceEvent[]> => InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']], raw: true });
