// Why: the list of what the staff interface may ask of the server; a missing handler or a wrong call does not compile.
// Transport: POST /api/<name> with a JSON body; the answer is { ok: true, value } or { ok: false, code, message, fields }.
import { z } from 'zod';
import * as p from './payer-schemas.ts';
import * as s from './schemas.ts';
import { longestAnnouncement } from './limits.ts';
import { rightForSettings, roles, type Need } from './rights.ts';
import { setupChoices, setupSteps } from './setup.ts';
import { addressAnswers, deskMethods, invoiceActionKinds, invoiceStates, leftReasons, payfipInterfaces, payfipStages, payerFilters, paymentFilters, personRoles, regieKinds, takeBacks } from './states.ts';

/** What a call needs, or what it needs for this input. */
export type NeedOf<Input> = Need | ((input: Input) => Need);

function endpoint<I extends z.ZodType, O extends z.ZodType>(needs: NeedOf<z.infer<I>>, input: I, output: O) {
  return { needs, input, output };
}
const nothing = z.object({});
const page = z.object({ page: z.number().int().min(1).max(100_000), pageSize: z.number().int().min(1).max(200) });
const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.number().int() });
const batch = z.object({ batchId: s.id });
const day = z.iso.date();
const person = z.object({ payerId: s.id, accountId: s.id });
const payment = z.object({ paymentId: s.id });
/** Of what the agent read and changes: refused (`settings_changed_meanwhile`) when somebody saved it since; absent: not compared. */
const version = z.string().max(64).optional();
const sentence = z.string().trim().max(300, '300 caractères au plus');
const password = z.string().max(128, '128 caractères au plus');

const agentName = z.string().trim().min(1, 'à remplir').max(120);
const agentCard = z.object({ name: agentName, email: s.emailAddress, role: z.enum(roles) });
const agent = z.object({ agentId: s.id });

export const staffApi = {
  'session.current': endpoint('workstation', nothing, s.currentSessionSchema),
  /** Refused with `code_required` when the password is right and the agent has a second factor: asked again with the code. */
  'session.login': endpoint('workstation', z.object({ email: z.string().max(254), password, code: z.string().max(40).optional() }), s.currentSessionSchema),
  'session.logout': endpoint('workstation', nothing, s.currentSessionSchema),
  /** The session has no power until `session.login` with the password. */
  'session.lock': endpoint('own', nothing, nothing),
  /** Creates the first agent, an administrator, and logs in; refused (`agent_exists`) once there is one. */
  'agents.createFirst': endpoint(
    'workstation', z.object({ name: agentName, email: s.emailAddress, password }), s.currentSessionSchema,
  ),

  'agents.list': endpoint('agents', nothing, z.array(s.colleagueSchema)),
  'agents.invite': endpoint('agents', agentCard, s.initialPasswordSchema),
  'agents.change': endpoint('agents', agentCard.extend({ agentId: s.id, version }), nothing),
  'agents.setDisabled': endpoint('agents', agent.extend({ disabled: z.boolean() }), nothing),
  'agents.resetPassword': endpoint('agents', agent, s.initialPasswordSchema),
  'agents.removeTotp': endpoint('agents', agent, nothing),
  /** Without `sessionId`: all of them. */
  'agents.endSessions': endpoint('agents', agent.extend({ sessionId: s.id.optional() }), nothing),

  'account.read': endpoint('own', nothing, s.accountSchema),
  /** `current` is not looked at while the password is the one that an administrator gave. */
  'account.changePassword': endpoint('own', z.object({ current: password, password, confirmation: password }), s.currentSessionSchema),
  'account.prepareTotp': endpoint('own', z.object({ password }), z.object({ secret: z.string(), uri: z.string() })),
  /** Answers the recovery codes, once. */
  'account.enableTotp': endpoint('own', z.object({ code: z.string().max(40) }), z.object({ codes: z.array(z.string()) })),
  'account.renewRecoveryCodes': endpoint('own', z.object({ password }), z.object({ codes: z.array(z.string()) })),
  'account.removeTotp': endpoint('own', z.object({ password }), nothing),
  'account.endSession': endpoint('own', z.object({ sessionId: s.id }), nothing),

  'journal.list': endpoint('journal', s.journalFilterSchema.extend(page.shape), paged(s.journalEntrySchema)),
  /** Reads the whole journal again: is it what the portal wrote? */
  'journal.verify': endpoint('journal', nothing, s.journalVerdictSchema),

  'dashboard.read': endpoint('read', nothing, s.dashboardSchema),
  'dashboard.figures': endpoint('read', nothing, s.dashboardFiguresSchema),

  /** At most six of each kind. */
  'search.global': endpoint('read', z.object({ text: z.string().trim().min(1, 'à remplir').max(120) }), z.object({ results: z.array(s.searchResultSchema) })),

  'settings.read': endpoint('read', nothing, z.object({
    settings: s.settingsSchema, hasSmtpPassword: z.boolean(), hasLogo: z.boolean(),
    /** To be sent back with another logo; '' when there is none. */
    logoVersion: z.string(),
    /** Of each section, to be sent back with its changes. */
    versions: z.record(z.string(), z.string()),
    /** Addresses at which the portal listens now, for the person to try. */
    listensAt: z.array(z.string()),
  })),
  'settings.update': endpoint(rightForSettings, z.object({
    patch: s.settingsPatchSchema,
    /** Absent: unchanged; empty: forgotten. */
    smtpPassword: z.string().max(200).optional(),
    /** Of the sections of the patch, as they were when the agent read them: refused (`settings_changed_meanwhile`) when somebody saved them since. */
    versions: z.record(z.string(), z.string()).optional(),
  }), nothing),
  /** What the settings of this file would change; refused when it is none. */
  'settings.previewImport': endpoint('settings', z.object({ text: z.string().max(200_000, 'fichier trop long') }), s.settingsPreviewSchema),
  'settings.import': endpoint('settings', z.object({ text: z.string().max(200_000, 'fichier trop long'), versions: z.record(z.string(), z.string()) }), nothing),
  /** Sends one message to `to` with the settings given (not yet saved) and answers a readable diagnosis. */
  'smtp.sendTest': endpoint(
    'settings', z.object({ smtp: s.settingsSchema.shape.smtp, smtpPassword: z.string().max(200).optional(), to: s.emailAddress }),
    z.object({ delivered: z.boolean(), diagnosis: z.string() }),
  ),
  /** Asks the public address whether it leads to this portal; `isSeen`: the agent has seen it from elsewhere. */
  'portal.verifyAddress': endpoint('settings', z.object({ isSeen: z.boolean() }), z.object({ answer: z.enum(addressAnswers) })),
  'logo.remove': endpoint('texts', z.object({ version }), nothing),

  /** What a new portal still needs. */
  'setup.read': endpoint('read', nothing, s.setupSchema),
  'setup.choose': endpoint('settings', z.object({ step: z.enum(setupSteps), choice: z.enum(setupChoices).nullable() }), s.setupSchema),

  /** Copies and verifies the database; the file is then fetched once with the ticket. */
  'backups.prepare': endpoint('settings', z.object({ passphrase: z.string().max(200) }), z.object({ ticket: z.string(), bytes: z.number() })),
  'backups.progress': endpoint('workstation', nothing, s.backupProgressSchema),
  /** What a backup says of itself, from its first bytes (base64). In a new installation only. */
  'restore.preview': endpoint('workstation', z.object({ head: z.base64().max(200_000), passphrase: z.string().max(200) }), s.backupSummarySchema),

  'regies.list': endpoint('read', nothing, z.array(s.regieSchema)),
  'regies.save': endpoint('settings', z.object({
    id: s.id.optional(), version,
    code: z.string().trim().min(1, 'à remplir').max(20), name: z.string().trim().min(1, 'à remplir').max(120),
  }), s.regieSchema),
  /** Only one that nothing is attached to. */
  'regies.remove': endpoint('settings', z.object({ regieId: s.id }), nothing),
  /** How it is paid on line. `isActivatedElsewhere`: staff answer for the activation that this portal has not seen. */
  'regies.configure': endpoint('settings', z.object({
    regieId: s.id, version, numcli: z.string().trim().max(20).nullable(), kind: z.enum(regieKinds), interface: z.enum(payfipInterfaces), stage: z.enum(payfipStages),
    allowsSeveral: z.boolean(), minimumCents: z.number().int(), waitMinutes: z.number().int(), trialEmails: z.array(z.string().trim().max(254)).max(10, '10 adresses au plus'), isActivatedElsewhere: z.boolean(),
  }), s.regieSchema),
  /** Asks PayFiP who this client number is. */
  'regies.verify': endpoint('settings', z.object({ regieId: s.id }), s.regieSchema),
  /** What PayFiP calls it is the commune, or is not. */
  'regies.recognise': endpoint('settings', z.object({ regieId: s.id, isOurs: z.boolean() }), s.regieSchema),

  'imports.list': endpoint('read', page, paged(s.importSchema)),
  'imports.create': endpoint('imports', nothing, batch),
  'imports.read': endpoint('read', batch, s.importSchema),
  /** Reads the dropped files again and gives each line its verdict. */
  'imports.check': endpoint('imports', z.object({ batchId: s.id, allowMissingPdf: z.boolean() }), s.importSchema),
  'imports.lines': endpoint('read', page.extend({ batchId: s.id, verdict: z.enum(s.verdicts).optional() }), paged(s.importLineSchema)),
  'imports.progress': endpoint('read', batch, s.importProgressSchema),
  'imports.publish': endpoint('imports', batch, s.importSchema),
  'imports.discard': endpoint('imports', batch, nothing),
  'imports.removeFile': endpoint('imports', z.object({ batchId: s.id, name: z.string().max(255) }), nothing),
  /** Queues the « new invoices » mails of a published batch, once for each account. */
  'imports.announce': endpoint('imports', batch, z.object({ queued: z.number().int() })),

  'invoices.list': endpoint('read', page.extend(s.invoiceFilterSchema.shape).extend({
    sort: z.enum(['issuedOn', 'dueOn', 'amountCents', 'number', 'payerName']),
    descending: z.boolean(),
  }), paged(s.invoiceSchema).extend({ totalCents: z.number().int() })),
  'invoices.read': endpoint('read', z.object({ invoiceId: s.id }), z.object({
    invoice: s.invoiceSchema, events: z.array(s.invoiceEventSchema), accounts: z.array(s.invoiceReaderSchema),
    payments: z.array(s.paymentSchema),
    /** What was done of it by hand and may be taken back. */
    mayTakeBack: z.object({ factId: s.id, what: z.enum(takeBacks) }).nullable(),
    /** A payment received twice waits for staff, who are to say whether it settles it. */
    isSettlementAsked: z.boolean(),
    /** Why it may not be cancelled now; null: it may. */
    whyNotWithdrawn: z.enum(leftReasons).nullable(),
    /** Until when the attempt that keeps it may still be paid; null when none does. */
    keptUntil: z.iso.datetime().nullable(),
    /** Its household was written to that it is cancelled. */
    isWithdrawalTold: z.boolean(),
  })),
  /** Paid at the desk, or proved by a ticket mail: by which means, on which day. */
  'invoices.settle': endpoint('payments', z.object({ invoiceId: s.id, method: z.enum(deskMethods), paidOn: day }), nothing),
  /** Nothing has come of what the resident marked as paid: it may be paid on line again. */
  'invoices.denyDeclaration': endpoint('payments', z.object({ invoiceId: s.id }), nothing),
  /** `factId` is what the agent has seen (`mayTakeBack`): another one in its place refuses it. `tellsResidents`: of a cancellation only. Answers its state afterwards: paid still, when another payment settles it. */
  'invoices.takeBack': endpoint('payments', z.object({ invoiceId: s.id, factId: s.id, reason: sentence, tellsResidents: z.boolean().default(false) }), z.object({ state: z.enum(invoiceStates) })),

  /** What an action would do of these invoices; changes nothing. */
  'invoices.previewAction': endpoint('payments', z.object({ kind: z.enum(invoiceActionKinds), scope: s.invoiceScopeSchema }), s.invoiceActionPreviewSchema),
  /** `actionId` is chosen by the caller: the same one asked twice is done once. `expected`: how many the preview said would change. */
  'invoices.act': endpoint('payments', z.object({
    actionId: s.id, kind: z.enum(invoiceActionKinds), scope: s.invoiceScopeSchema, expected: z.number().int().min(1), reason: sentence, tellsResidents: z.boolean(),
  }), s.invoiceActionSchema),
  /** Null: it has not begun, or has ended. */
  'invoices.actionProgress': endpoint('read', z.object({ actionId: s.id }), z.object({ done: z.number().int(), total: z.number().int() }).nullable()),
  /** Puts back what has not changed since; what has is left, and counted. */
  'invoices.undoAction': endpoint('payments', z.object({ actionId: s.id }), s.invoiceActionSchema),
  /** The latest twenty. */
  'invoices.actions': endpoint('read', nothing, z.array(s.invoiceActionSchema)),

  'payers.list': endpoint('read', page.extend({
    search: z.string().max(120).optional(), filter: z.enum(payerFilters).optional(), sort: z.enum(['name', 'code', 'unpaidCents']), descending: z.boolean(),
  }), paged(p.payerSchema)),
  'payers.read': endpoint('read', z.object({ payerId: s.id }), p.payerDetailSchema),
  'payers.save': endpoint('payers', z.object({ payerId: s.id, version, name: z.string().trim().min(1, 'à remplir').max(160), address: z.string().trim().max(300) }), p.payerDetailSchema),
  /** At the desk or by letter: the day it was asked, and what shows it. */
  'payers.recordPaperChoice': endpoint('payers', z.object({
    payerId: s.id, isPaperless: z.boolean(), decidedOn: day, proof: z.string().trim().min(1, 'à remplir').max(300),
  }), p.payerDetailSchema),
  'payers.previewMerge': endpoint('payers', z.object({ keptId: s.id, mergedId: s.id }), p.mergePreviewSchema),
  /** `expected`: the number of invoices that the preview said would move. */
  'payers.merge': endpoint('payers', z.object({ keptId: s.id, mergedId: s.id, expected: z.number().int() }), p.payerDetailSchema),
  'people.add': endpoint('payers', z.object({ payerId: s.id, email: s.emailAddress, role: z.enum(personRoles), invite: z.boolean() }), p.payerDetailSchema),
  'people.setRole': endpoint('payers', person.extend({ role: z.enum(personRoles) }), p.payerDetailSchema),
  'people.correctEmail': endpoint('payers', person.extend({ email: s.emailAddress }), p.payerDetailSchema),
  'people.invite': endpoint('payers', person, p.payerDetailSchema),
  'people.remove': endpoint('payers', person, p.payerDetailSchema),
  /** The portal as this person sees it, read-only: an address that serves once, within two minutes. */
  'people.view': endpoint('payers', person, z.object({ url: z.string() })),
  /** Of the whole account, whatever payers it sees. */
  'people.block': endpoint('payers', person, p.payerDetailSchema),
  'people.unblock': endpoint('payers', person, p.payerDetailSchema),

  'payments.list': endpoint('read', page.extend({
    state: z.enum(paymentFilters).optional(), regieId: s.id.optional(), search: z.string().max(120).optional(),
    /** Days in France, both included: of the transaction, or of the start of what was not paid. */
    from: day.optional(), to: day.optional(),
  }), paged(s.paymentSchema).extend({ paidCents: z.number().int() })),
  'payments.read': endpoint('read', payment, s.paymentDetailSchema),
  /** Asks PayFiP now. */
  'payments.check': endpoint('payments', payment, s.paymentDetailSchema),
  /** `paidOn`: the day on the proof, in France. */
  'payments.confirm': endpoint('payments', payment.extend({ paidOn: day.optional() }), s.paymentDetailSchema),
  /** The confirmation was a mistake: the one that the agent has seen, by its time (`settledAt`). */
  'payments.takeBack': endpoint('payments', payment.extend({ confirmedAt: z.iso.datetime(), reason: sentence }), s.paymentDetailSchema),
  'payments.cancel': endpoint('payments', payment.extend({ reason: sentence }), s.paymentDetailSchema),
  /** Received twice, it is the one that counts, of these invoices (`dueAgain`). */
  'payments.settle': endpoint('payments', payment.extend({ invoiceIds: z.array(s.id).min(1) }), s.paymentDetailSchema),
  /** Says what was done of a payment that waited for staff; `invoiceIds`: those asked about (`dueAgain`), `settledNumbers`: those that it settled, as they were seen. */
  'payments.sort': endpoint('payments', payment.extend({ invoiceIds: z.array(s.id), settledNumbers: z.array(z.string()), note: sentence }), s.paymentDetailSchema),
  /** With the sentence that residents read (empty: the usual one); null opens payments again. */
  'payments.suspend': endpoint('payments', z.discriminatedUnion('place', [
    z.object({ place: z.literal('portal'), sentence: sentence.nullable() }),
    z.object({ place: z.literal('regie'), regieId: s.id, sentence: sentence.nullable() }),
    z.object({ place: z.literal('invoice'), invoiceId: s.id, sentence: sentence.nullable() }),
  ]), nothing),

  'mails.list': endpoint('read', page.extend({ state: z.enum(s.mailStates).optional() }), paged(s.mailSchema)),
  'mails.retry': endpoint('messages', z.object({ mailId: s.id }), nothing),
  /** Nothing more is to be done of these, that failed or may have left. Answers of how many that was still to be said. */
  'mails.dismiss': endpoint('messages', z.object({ mailIds: z.array(s.id).min(1).max(200) }), z.object({ dismissed: z.number().int() })),

  'messages.list': endpoint('read', page.extend({ isOpen: z.boolean().optional(), search: z.string().max(120).optional() }), paged(s.contactMessageSchema)),
  /** Leaves by mail; `close`: nothing more is expected. */
  'messages.answer': endpoint('messages', z.object({ messageId: s.id, body: z.string().trim().min(1, 'à remplir').max(4_000, '4\u00a0000 caractères au plus'), close: z.boolean() }), nothing),
  'readyAnswers.list': endpoint('read', nothing, z.array(s.readyAnswerSchema)),
  'readyAnswers.save': endpoint('messages', z.object({
    id: s.id.optional(), title: z.string().trim().min(1, 'à remplir').max(80), body: z.string().trim().min(1, 'à remplir').max(4_000),
  }), s.readyAnswerSchema),
  'readyAnswers.remove': endpoint('messages', z.object({ id: s.id }), nothing),
  'messages.setHandled': endpoint('messages', z.object({ messageId: s.id, handled: z.boolean() }), nothing),

  'announcements.list': endpoint('read', nothing, z.array(s.announcementSchema)),
  'announcements.save': endpoint('messages', z.object({
    id: s.id.optional(), version,
    title: z.string().trim().min(1, 'à remplir').max(120), body: z.string().trim().min(1, 'à remplir').max(longestAnnouncement),
    startsOn: z.iso.date(), endsOn: z.iso.date().nullable(),
  }), s.announcementSchema),
  'announcements.remove': endpoint('messages', z.object({ id: s.id }), nothing),
  /** Markdown → the very HTML that residents will see. */
  'markdown.preview': endpoint('read', z.object({ text: z.string().max(8_000), place: z.enum(['announcement', 'welcome']) }), z.object({ html: z.string() })),
};

export type StaffApi = typeof staffApi;
export type EndpointName = keyof StaffApi;
export type EndpointInput<N extends EndpointName> = z.infer<StaffApi[N]['input']>;
export type EndpointOutput<N extends EndpointName> = z.infer<StaffApi[N]['output']>;

export type StaffAnswer<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string> };

export { fileRoutes } from './file-routes.ts';
