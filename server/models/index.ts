// The list of models; `defineModels` binds them to the open database.
import type { Sequelize } from 'sequelize';
import { Account } from './account.ts';
import { Agent } from './agent.ts';
import { Announcement } from './announcement.ts';
import { AnnouncementRead } from './announcement-read.ts';
import { AuditEntry } from './audit-entry.ts';
import { ContactMessage } from './contact-message.ts';
import { Document } from './document.ts';
import { FormerEmail } from './former-email.ts';
import { FormerPayerCode } from './former-payer-code.ts';
import { ImportBatch } from './import-batch.ts';
import { ImportFile } from './import-file.ts';
import { ImportLine } from './import-line.ts';
import { Invoice } from './invoice.ts';
import { InvoiceAction } from './invoice-action.ts';
import { InvoiceEvent } from './invoice-event.ts';
import { InvoiceReading } from './invoice-reading.ts';
import { JournalMark } from './journal-mark.ts';
import { MessageAnswer } from './message-answer.ts';
import { OutgoingMail } from './outgoing-mail.ts';
import { PaperChoice } from './paper-choice.ts';
import { Payer } from './payer.ts';
import { PayerAccess } from './payer-access.ts';
import { Payment } from './payment.ts';
import { PaymentAnswer } from './payment-answer.ts';
import { PaymentLine } from './payment-line.ts';
import { RateLimit } from './rate-limit.ts';
import { ReadyAnswer } from './ready-answer.ts';
import { RecoveryCode } from './recovery-code.ts';
import { Regie } from './regie.ts';
import { Session } from './session.ts';
import { Setting } from './setting.ts';
import { Token } from './token.ts';

export {
  Account, Agent, Announcement, AnnouncementRead, AuditEntry, ContactMessage, Document, FormerEmail, FormerPayerCode,
  ImportBatch, ImportFile, ImportLine, Invoice, InvoiceAction, InvoiceEvent, InvoiceReading, JournalMark, MessageAnswer, OutgoingMail, PaperChoice, Payer, PayerAccess,
  Payment, PaymentAnswer, PaymentLine, RateLimit, ReadyAnswer, RecoveryCode, Regie, Session, Setting, Token,
};

const models = [
  Account, Agent, Announcement, AnnouncementRead, AuditEntry, ContactMessage, Document, FormerEmail, FormerPayerCode,
  ImportBatch, ImportFile, ImportLine, Invoice, InvoiceAction, InvoiceEvent, InvoiceReading, JournalMark, MessageAnswer, OutgoingMail, PaperChoice, Payer, PayerAccess,
  Payment, PaymentAnswer, PaymentLine, RateLimit, ReadyAnswer, RecoveryCode, Regie, Session, Setting, Token,
];

export function defineModels(sequelize: Sequelize): void {
  for (const model of models) model.define(sequelize);
  associate();
}

function associate(): void {
  Invoice.belongsTo(Payer, { foreignKey: 'payerId' });
  Invoice.belongsTo(Regie, { foreignKey: 'regieId' });
  ImportBatch.belongsTo(Agent, { foreignKey: 'agentId' });
  Payment.belongsTo(Regie, { foreignKey: 'regieId' });
  Payment.belongsTo(Account, { foreignKey: 'accountId' });
  Payment.hasMany(PaymentLine, { foreignKey: 'paymentId' });
  PaymentLine.belongsTo(Payment, { foreignKey: 'paymentId' });
  PaymentLine.belongsTo(Invoice, { foreignKey: 'invoiceId' });
  InvoiceReading.belongsTo(Account, { foreignKey: 'accountId' });
  PayerAccess.belongsTo(Account, { foreignKey: 'accountId' });
  PayerAccess.belongsTo(Payer, { foreignKey: 'payerId' });
}
