// Why: the shapes that the server and the staff interface agree on; both sides check them with the same schemas.
import { z } from 'zod';
import { journalObjects, journalTopics } from './journal.ts';
import { roles } from './rights.ts';
import { sectionNames } from './settings-schemas.ts';
import { setupStates, setupSteps } from './setup.ts';
import { declarations, exposures, importStates, invoiceActionKinds, invoiceFilters, invoiceStates, leftReasons, mailKinds, mailStates, searchKinds, unpaidAges, verdicts } from './states.ts';

export * from './states.ts';
export * from './payment-schemas.ts';
export * from './settings-schemas.ts';

export const id = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'identifiant inconnu');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.iso.datetime();
const cents = z.number().int();

export const agentSchema = z.object({
  id, name: z.string(), email: z.string(), role: z.enum(roles),
  /** The password was given by somebody else: nothing is open until another is chosen. */
  mustChangePassword: z.boolean(),
});
export const agentSessionSchema = z.object({ id, place: z.string(), openedAt: instant, lastSeenAt: instant, isLocked: z.boolean(), isCurrent: z.boolean() });
export const colleagueSchema = agentSchema.extend({
  isDisabled: z.boolean(), hasTotp: z.boolean(), lastLoginAt: instant.nullable(), createdAt: instant,
  initialPasswordUntil: instant.nullable(), sessions: z.array(agentSessionSchema),
  /** Of the name, address and role. */
  version: z.string(),
});
/** Shown once, never kept. */
export const initialPasswordSchema = z.object({ password: z.string(), until: instant });
export const accountSchema = z.object({
  agent: agentSchema, totpEnabledAt: instant.nullable(), recoveryCodesLeft: z.number().int(), sessions: z.array(agentSessionSchema),
});

export const currentSessionSchema = z.object({
  agent: agentSchema.nullable(),
  needsFirstAgent: z.boolean(),
  communeName: z.string(),
  /** « Commune-école »: payments go to the simulator. */
  isPlay: z.boolean(),
  portalUrl: z.string(),
  minPasswordLength: z.number().int(),
  /** Minutes without anybody before the window locks. */
  lockMinutes: z.number().int(),
});

export const importCountsSchema = z.object({
  lines: cents, accepted: cents, warning: cents, already_published: cents, refused: cents,
});
export const importSchema = z.object({
  id,
  state: z.enum(importStates),
  sourceName: z.string().nullable(),
  createdAt: instant,
  publishedAt: instant.nullable(),
  agentName: z.string().nullable(),
  counts: importCountsSchema,
  /** Invoices of its refused lines that are still not published. */
  unpublishedRefusals: cents,
  /** Sum of the lines that would be (or were) published. */
  totalCents: cents,
  documents: cents,
  unusedFiles: z.array(z.string()),
  /** Why lines are refused, the most frequent reasons first. */
  refusals: z.array(z.object({ sentence: z.string(), count: cents })),
  /** A fault of the whole file (unreadable, no known column…), as a French sentence. */
  problem: z.string().nullable(),
  /** The answer of the last check to « publish the invoices without a PDF too ». */
  allowMissingPdf: z.boolean(),
  /** Accounts that `imports.announce` would write to now. */
  accountsToAnnounce: cents,
  /** The first of them: the payer, and the address. */
  firstToAnnounce: z.array(z.string()),
  /** Accounts already written to about this import. */
  announcedAccounts: cents,
  /** Their mails that have not left yet. */
  announcementsLeft: cents,
  /** Did not arrive, or nobody knows. */
  announcementsLost: cents,
  /** Published and still unpaid: the others are announced to nobody. */
  dueInvoices: cents,
});
export const importLineSchema = z.object({
  line: cents,
  verdict: z.enum(verdicts),
  messages: z.array(z.string()),
  number: z.string(),
  issuedOn: z.string(),
  dueOn: z.string(),
  amount: z.string(),
  subject: z.string(),
  payerCode: z.string(),
  payerName: z.string(),
  /** Null when the line does not say. */
  hasDocument: z.boolean().nullable(),
});
export const importProgressSchema = z.object({
  phase: z.enum(['idle', 'checking', 'publishing']), done: cents, total: cents,
});

export const invoiceSchema = z.object({
  id,
  number: z.string(),
  regieName: z.string(),
  payerId: id,
  payerCode: z.string(),
  payerName: z.string(),
  issuedOn: day,
  dueOn: day.nullable(),
  amountCents: cents,
  subject: z.string(),
  state: z.enum(invoiceStates),
  directDebit: z.boolean(),
  hasDocument: z.boolean(),
  /** « Payée, à confirmer »: who says so. */
  declared: z.enum(declarations).nullable(),
  /** The sentence that residents read while it cannot be paid; null: it may be. */
  suspension: z.string().nullable(),
  /** Cancelled, and paid all the same: staff have money to deal with. */
  isPaidAnyway: z.boolean(),
});
export const invoiceEventSchema = z.object({
  kind: z.string(), at: instant, source: z.string(), detail: z.string(),
  /** Fingerprint of the PDF that this event has put aside. */
  formerDocument: z.string().nullable(),
});
/** Someone who sees the invoice; the instants at which they opened it. */
export const invoiceReaderSchema = z.object({ email: z.string(), state: z.string(), firstReadAt: instant.nullable(), lastReadAt: instant.nullable() });

export const invoiceFilterSchema = z.object({
  search: z.string().max(120).optional(), state: z.enum(invoiceFilters).optional(), regieId: id.optional(), batchId: id.optional(),
  /** Days on which it was issued, both included. */
  from: z.iso.date().optional(), to: z.iso.date().optional(),
});
export const invoiceScopeSchema = z.union([z.object({ invoiceIds: z.array(id).min(1).max(200) }), z.object({ filter: invoiceFilterSchema })]);
const leftSchema = z.array(z.object({ reason: z.enum(leftReasons), count: cents }));
/** `accounts`: to how many a mail would go. */
/** `notDue`: of those that would change, how many their payers still have time to pay. */
export const invoiceActionPreviewSchema = z.object({ total: cents, totalCents: cents, changing: cents, changingCents: cents, notDue: cents, left: leftSchema, accounts: cents });
export const invoiceActionSchema = z.object({
  id, kind: z.enum(invoiceActionKinds), agentName: z.string(), reason: z.string(), at: instant, changed: cents, changedCents: cents, left: leftSchema,
  undone: z.object({ at: instant, agentName: z.string(), count: cents, left: leftSchema }).nullable(),
  /** Of the only invoice that it changed. */
  onlyNumber: z.string().nullable(),
  /** Something of it is still as it left it. */
  mayUndo: z.boolean(),
});

export const mailSchema = z.object({
  id,
  kind: z.enum(mailKinds),
  to: z.string(),
  state: z.enum(mailStates),
  attempts: cents,
  createdAt: instant,
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  lastError: z.string().nullable(),
});

/** What waits for staff: asked at each change of screen, it only counts. */
export const dashboardSchema = z.object({
  mailsFailed: cents, mailsToVerify: cents, newMessages: cents,
  /** Open; those of them where nothing can be published as it is. */
  draftImports: cents, importsToCorrect: cents,
  /** Published of late, and nobody was told: their identifiers, the latest first. */
  importsToAnnounce: z.array(id),
  /** Invoices refused in the imports that are ready to publish, or published of late, and still not published. */
  unpublishedRefusals: cents,
  invoicesSaidPaid: cents, paymentsToConfirm: cents, paymentsToSort: cents, regiesToVerify: cents,
  /** Where payment on line is suspended now. */
  isPortalSuspended: z.boolean(), regiesSuspended: cents, invoicesSuspended: cents,
  /** Payments go to the simulator: nothing is ever debited. */
  isPlay: z.boolean(),
  lastPublishedAt: instant.nullable(),
  smtpConfigured: z.boolean(),
  portalUrl: z.string(),
  /** It came with a backup, and has not been seen to lead here. */
  isAddressTakenOver: z.boolean(),
  exposure: z.enum(exposures),
  /** Steps of the first run that are still to be done. */
  setupLeft: z.array(z.enum(setupSteps)),
  health: z.object({
    /** Null: there is none. */
    lastBackupAt: instant.nullable(),
    /** Left on the disk of the data; null: unknown. */
    freeBytes: z.number().nullable(),
    /** When the portal's certificate ends; null: no https, or it does not answer. */
    certificateEndsAt: instant.nullable(),
    isJournalBroken: z.boolean(),
  }),
});

const tally = { count: cents, cents };
export const dashboardFiguresSchema = z.object({
  unpaid: z.array(z.object({ age: z.enum(unpaidAges), ...tally })),
  /** The last twelve months, the current one included, oldest first. */
  months: z.array(z.string()),
  regies: z.array(z.object({ id, name: z.string() })),
  /** By month and régie, as the exports of payments count them; nothing where nothing came. */
  receipts: z.array(z.object({ month: z.string(), regieId: id, ...tally })),
  payers: cents, payersWithoutEmail: cents, paperlessPayers: cents, activeAccounts: cents, invitedAccounts: cents,
  mailsQueued: cents,
  lastPublishedAt: instant.nullable(),
  /** Accounts that came in the last thirty days, and who came last. */
  visits: z.object({ accounts: cents, last: z.array(z.object({ at: instant, email: z.string(), payer: z.object({ id, name: z.string() }).nullable() })) }),
});

const difference = z.object({ section: z.enum(sectionNames), field: z.string(), before: z.string(), after: z.string() });
export const settingsPreviewSchema = z.object({ changes: z.array(difference), hasNewLogo: z.boolean(), versions: z.record(z.string(), z.string()) });
export const setupSchema = z.object({ steps: z.array(z.object({ id: z.enum(setupSteps), state: z.enum(setupStates), missing: z.string() })), lastBackupAt: instant.nullable() });

export const backupProgressSchema = z.object({ phase: z.enum(['idle', 'copying', 'saving', 'restoring', 'done', 'failed']), done: z.number(), total: z.number() });
/** Shown before a backup is taken over. */
export const backupSummarySchema = z.object({ madeAt: instant, commune: z.string(), invoices: cents, payers: cents, agents: cents, documents: cents, bytes: z.number() });

export const journalFilterSchema = z.object({
  search: z.string().max(120).optional(),
  /** `agent:<id>`, or one of `otherActors`. */
  who: z.string().max(40).optional(),
  topic: z.enum(journalTopics).optional(),
  /** Days in France, both included. */
  from: z.iso.date().optional(), to: z.iso.date().optional(),
  /** Identifier of what the entries are about. */
  object: id.optional(),
});
export const journalEntrySchema = z.object({
  id, at: instant, who: z.string(), what: z.string(), place: z.string(),
  object: z.object({ id, kind: z.enum(journalObjects) }).nullable(),
});

export const journalVerdictSchema = z.object({
  checked: cents,
  /** The last entry known to be as it was written. */
  until: instant.nullable(),
  /** Near which entry it is not; `at` null: at the end. */
  fault: z.object({ kind: z.enum(['changed', 'missing', 'added']), at: instant.nullable() }).nullable(),
});
export const contactMessageSchema = z.object({
  id, createdAt: instant, payerNames: z.string(),
  /** Where an answer goes; and the address of the day it was written. */
  email: z.string(), writtenFrom: z.string(), subject: z.string(), body: z.string(),
  invoice: z.object({ id, number: z.string() }).nullable(), payer: z.object({ id, name: z.string() }).nullable(), handledAt: instant.nullable(),
  answers: z.array(z.object({ body: z.string(), at: instant, agentName: z.string(), mailState: z.enum(mailStates).nullable() })),
});
export const readyAnswerSchema = z.object({ id, title: z.string(), body: z.string() });
export const announcementSchema = z.object({
  id, title: z.string(), body: z.string(), startsOn: day, endsOn: day.nullable(),
  /** To be sent back with its changes. */
  version: z.string(),
});

export const searchResultSchema = z.object({ kind: z.enum(searchKinds), id, label: z.string(), detail: z.string() });

export type SettingsPreviewDto = z.infer<typeof settingsPreviewSchema>;
export type SetupDto = z.infer<typeof setupSchema>;
export type BackupProgressDto = z.infer<typeof backupProgressSchema>;
export type BackupSummaryDto = z.infer<typeof backupSummarySchema>;
export type SearchResultDto = z.infer<typeof searchResultSchema>;
export type AgentDto = z.infer<typeof agentSchema>;
export type JournalFilter = z.infer<typeof journalFilterSchema>;
export type JournalEntryDto = z.infer<typeof journalEntrySchema>;
export type JournalVerdictDto = z.infer<typeof journalVerdictSchema>;
export type AgentSessionDto = z.infer<typeof agentSessionSchema>;
export type ColleagueDto = z.infer<typeof colleagueSchema>;
export type AccountDto = z.infer<typeof accountSchema>;
export type CurrentSessionDto = z.infer<typeof currentSessionSchema>;
export type ImportDto = z.infer<typeof importSchema>;
export type ImportLineDto = z.infer<typeof importLineSchema>;
export type ImportProgressDto = z.infer<typeof importProgressSchema>;
export type InvoiceDto = z.infer<typeof invoiceSchema>;
export type InvoiceFilter = z.infer<typeof invoiceFilterSchema>;
export type InvoiceScope = z.infer<typeof invoiceScopeSchema>;
export type InvoiceReaderDto = z.infer<typeof invoiceReaderSchema>;
export type InvoiceActionPreviewDto = z.infer<typeof invoiceActionPreviewSchema>;
export type InvoiceActionDto = z.infer<typeof invoiceActionSchema>;
export type InvoiceEventDto = z.infer<typeof invoiceEventSchema>;
export type MailDto = z.infer<typeof mailSchema>;
export type DashboardDto = z.infer<typeof dashboardSchema>;
export type DashboardFiguresDto = z.infer<typeof dashboardFiguresSchema>;
export type ContactMessageDto = z.infer<typeof contactMessageSchema>;
export type ReadyAnswerDto = z.infer<typeof readyAnswerSchema>;
export type AnnouncementDto = z.infer<typeof announcementSchema>;
