// Why: the only way out: models become the shapes of the contract here, and nothing else of them leaves.
import { cardVersion, configurationVersion } from '../commands/refuse-stale.ts';
import type { AgentDto, ImportDto, ImportLineDto, InvoiceDto, MailDto, RegieDto } from '../contract/schemas.ts';
import type { PublishableRow } from '../domain/import-check.ts';
import type { RawRow } from '../domain/import-row.ts';
import type { Agent, ImportBatch, ImportLine, Invoice, OutgoingMail, Payer, Regie } from '../models/index.ts';

export const presentAgent = ({ id, name, email, role, initialPasswordUntil }: Agent): AgentDto => ({ id, name, email, role, mustChangePassword: initialPasswordUntil !== null });

export function presentRegie(regie: Regie, isTested: boolean): RegieDto {
  const { id, code, name, numcli, kind, stage, allowsSeveral, minimumCents, waitMinutes, suspension, trialEmails, verifiedAt, verifiedLabels, cardActivatedAt, debitActivatedAt } = regie;
  return {
    id, code, name, numcli, kind, interface: regie.interface, stage, allowsSeveral, minimumCents, waitMinutes, suspension, isTested, trialEmails: trialEmails.split('\n').filter(Boolean),
    verifiedAt: verifiedAt?.toISOString() ?? null, verifiedLabels: (verifiedLabels ?? '').split('\n').filter(Boolean),
    cardActivatedAt: cardActivatedAt?.toISOString() ?? null, debitActivatedAt: debitActivatedAt?.toISOString() ?? null,
    versions: { card: cardVersion(regie), configuration: configurationVersion(regie) },
  };
}

export interface ImportCompany { agentName: string | null; documents: number; announcedAccounts: number; announcementsLeft: number; announcementsLost: number; accountsToAnnounce: number; firstToAnnounce: string[]; dueInvoices: number; unpublishedRefusals: number }

export function presentImport(batch: ImportBatch, company: ImportCompany): ImportDto {
  const { id, state, sourceName, createdAt, publishedAt, totalCents, problem, allowMissingPdf } = batch;
  return {
    id, state, sourceName, totalCents, problem, allowMissingPdf, ...company,
    createdAt: createdAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null,
    counts: JSON.parse(batch.counts), unusedFiles: JSON.parse(batch.unusedFiles), refusals: JSON.parse(batch.refusals),
  };
}

export function presentImportLine({ line, verdict, messages, raw, parsed }: ImportLine): ImportLineDto {
  const cells: RawRow = JSON.parse(raw);
  const row: PublishableRow | null = parsed ? JSON.parse(parsed) : null;
  return {
    line, verdict, messages: JSON.parse(messages), number: cells.numero ?? '', issuedOn: cells.date ?? '', dueOn: cells.echeance ?? '',
    amount: cells.montant ?? '', subject: cells.objet ?? '', payerCode: cells.code_payeur ?? '',
    payerName: [cells.civilite, cells.prenom, cells.nom].filter(Boolean).join(' '), hasDocument: row ? row.documentSha256 !== null : null,
  };
}

export type InvoiceWithOwners = Invoice & { Payer: Payer; Regie: Regie };

export function presentInvoice(invoice: InvoiceWithOwners, isPaidAnyway: boolean): InvoiceDto {
  const { id, number, payerId, issuedOn, dueOn, amountCents, subject, state, directDebit, suspension, declared } = invoice;
  return {
    id, number, payerId, issuedOn, dueOn, amountCents, subject, state, directDebit, suspension, declared, isPaidAnyway,
    regieName: invoice.Regie.name, payerCode: invoice.Payer.code, payerName: invoice.Payer.name, hasDocument: invoice.documentSha256 !== null,
  };
}

export function presentMail({ id, kind, recipient, state, attempts, createdAt, nextAttemptAt, sentAt, lastError, dismissedAt }: OutgoingMail): MailDto {
  return {
    id, kind, to: recipient, state: dismissedAt ? 'dismissed' : state, attempts, lastError,
    createdAt: createdAt.toISOString(), nextAttemptAt: nextAttemptAt?.toISOString() ?? null, sentAt: sentAt?.toISOString() ?? null,
  };
}
