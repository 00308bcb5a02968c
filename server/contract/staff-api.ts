// Why: the list of what the staff interface may ask of the server; a missing handler or a wrong call does not compile.
// Transport: POST /api/<name> with a JSON body; the answer is { ok: true, value } or { ok: false, code, message, fields }.
import { z } from 'zod';
import * as p from './payer-schemas.ts';
import * as s from './schemas.ts';
import { deskMethods, invoiceFilters, payfipInterfaces, payfipStages, payerFilters, paymentFilters, personRoles, regieKinds, takeBacks } from './states.ts';

/** Who may call: `workstation` = this browser was opened with a launch key; `agent` = and an agent is logged in. */
export type Access = 'workstation' | 'agent';

function endpoint<I extends z.ZodType, O extends z.ZodType>(input: I, output: O, access: Access = 'agent') {
  return { input, output, access };
}
const nothing = z.object({});
const page = z.object({ page: z.number().int().min(1).max(100_000), pageSize: z.number().int().min(1).max(200) });
const paged = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.number().int() });
const batch = z.object({ batchId: s.id });
const day = z.iso.date();
const person = z.object({ payerId: s.id, accountId: s.id });
const payment = z.object({ paymentId: s.id });
const sentence = z.string().trim().max(300, '300 caractères au plus');
const password = z.string().max(128, '128 caractères au plus');

export const staffApi = {
  'session.current': endpoint(nothing, s.currentSessionSchema, 'workstation'),
  'session.login': endpoint(z.object({ email: z.string().max(254), password }), s.currentSessionSchema, 'workstation'),
  'session.logout': endpoint(nothing, s.currentSessionSchema, 'workstation'),
  /** Creates the first agent and logs in; refused (`agent_exists`) once there is one. */
  'agents.createFirst': endpoint(
    z.object({ name: z.string().trim().min(1, 'à remplir').max(120), email: s.emailAddress, password }),
    s.currentSessionSchema, 'workstation',
  ),

  'dashboard.read': endpoint(nothing, s.dashboardSchema),

  /** At most six of each kind. */
  'search.global': endpoint(z.object({ text: z.string().trim().min(1, 'à remplir').max(120) }), z.object({ results: z.array(s.searchResultSchema) })),

  'settings.read': endpoint(nothing, z.object({
    settings: s.settingsSchema, hasSmtpPassword: z.boolean(), hasLogo: z.boolean(),
    /** Addresses at which the portal listens now, for the person to try. */
    listensAt: z.array(z.string()),
  })),
  'settings.update': endpoint(z.object({
    patch: s.settingsPatchSchema,
    /** Absent: unchanged; empty: forgotten. */
    smtpPassword: z.string().max(200).optional(),
  }), nothing),
  /** Sends one message to `to` with the settings given (not yet saved) and answers a readable diagnosis. */
  'smtp.sendTest': endpoint(
    z.object({ smtp: s.settingsSchema.shape.smtp, smtpPassword: z.string().max(200).optional(), to: s.emailAddress }),
    z.object({ delivered: z.boolean(), diagnosis: z.string() }),
  ),
  'logo.remove': endpoint(nothing, nothing),

  'regies.list': endpoint(nothing, z.array(s.regieSchema)),
  'regies.save': endpoint(z.object({
    id: s.id.optional(),
    code: z.string().trim().min(1, 'à remplir').max(20), name: z.string().trim().min(1, 'à remplir').max(120),
  }), s.regieSchema),
  /** Only one that nothing is attached to. */
  'regies.remove': endpoint(z.object({ regieId: s.id }), nothing),
  /** How it is paid on line. `isActivatedElsewhere`: staff answer for the activation that this portal has not seen. */
  'regies.configure': endpoint(z.object({
    regieId: s.id, numcli: z.string().trim().max(20).nullable(), kind: z.enum(regieKinds), interface: z.enum(payfipInterfaces), stage: z.enum(payfipStages),
    allowsSeveral: z.boolean(), minimumCents: z.number().int(), waitMinutes: z.number().int(), trialEmails: z.array(z.string().trim().max(254)).max(10, '10 adresses au plus'), isActivatedElsewhere: z.boolean(),
  }), s.regieSchema),
  /** Asks PayFiP who this client number is. */
  'regies.verify': endpoint(z.object({ regieId: s.id }), s.regieSchema),
  /** What PayFiP calls it is the commune, or is not. */
  'regies.recognise': endpoint(z.object({ regieId: s.id, isOurs: z.boolean() }), s.regieSchema),

  'imports.list': endpoint(page, paged(s.importSchema)),
  'imports.create': endpoint(nothing, batch),
  'imports.read': endpoint(batch, s.importSchema),
  /** Reads the dropped files again and gives each line its verdict. */
  'imports.check': endpoint(z.object({ batchId: s.id, allowMissingPdf: z.boolean() }), s.importSchema),
  'imports.lines': endpoint(page.extend({ batchId: s.id, verdict: z.enum(s.verdicts).optional() }), paged(s.importLineSchema)),
  'imports.progress': endpoint(batch, s.importProgressSchema),
  'imports.publish': endpoint(batch, s.importSchema),
  'imports.discard': endpoint(batch, nothing),
  'imports.removeFile': endpoint(z.object({ batchId: s.id, name: z.string().max(255) }), nothing),
  /** Queues the « new invoices » mails of a published batch, once for each account. */
  'imports.announce': endpoint(batch, z.object({ queued: z.number().int() })),

  'invoices.list': endpoint(page.extend({
    search: z.string().max(120).optional(),
    state: z.enum(invoiceFilters).optional(),
    regieId: s.id.optional(),
    batchId: s.id.optional(),
    sort: z.enum(['issuedOn', 'dueOn', 'amountCents', 'number', 'payerName']),
    descending: z.boolean(),
  }), paged(s.invoiceSchema).extend({ totalCents: z.number().int() })),
  'invoices.read': endpoint(z.object({ invoiceId: s.id }), z.object({
    invoice: s.invoiceSchema, events: z.array(s.invoiceEventSchema), accounts: z.array(z.object({ email: z.string(), state: z.string() })),
    payments: z.array(s.paymentSchema),
    /** What was done of it by hand and may be taken back. */
    mayTakeBack: z.enum(takeBacks).nullable(),
  })),
  /** Paid at the desk, or proved by a ticket mail: by which means, on which day. */
  'invoices.settle': endpoint(z.object({ invoiceId: s.id, method: z.enum(deskMethods), paidOn: day }), nothing),
  /** Nothing has come of what the resident marked as paid: it may be paid on line again. */
  'invoices.denyDeclaration': endpoint(z.object({ invoiceId: s.id }), nothing),
  /** Answers how many changed, and how many were left because they are being paid; what is not unpaid is left as it is. */
  'invoices.sendToTreasury': endpoint(z.union([z.object({ invoiceIds: z.array(s.id).min(1).max(200) }), batch]), z.object({ sent: z.number().int(), heldBack: z.number().int() })),
  /** `what` is what the agent has seen: another state refuses it. */
  'invoices.takeBack': endpoint(z.object({ invoiceId: s.id, what: z.enum(takeBacks), reason: sentence }), nothing),

  'payers.list': endpoint(page.extend({
    search: z.string().max(120).optional(), filter: z.enum(payerFilters).optional(), sort: z.enum(['name', 'code', 'unpaidCents']), descending: z.boolean(),
  }), paged(p.payerSchema)),
  'payers.read': endpoint(z.object({ payerId: s.id }), p.payerDetailSchema),
  'payers.save': endpoint(z.object({ payerId: s.id, name: z.string().trim().min(1, 'à remplir').max(160), address: z.string().trim().max(300) }), p.payerDetailSchema),
  /** At the desk or by letter: the day it was asked, and what shows it. */
  'payers.recordPaperChoice': endpoint(z.object({
    payerId: s.id, isPaperless: z.boolean(), decidedOn: day, proof: z.string().trim().min(1, 'à remplir').max(300),
  }), p.payerDetailSchema),
  'payers.previewMerge': endpoint(z.object({ keptId: s.id, mergedId: s.id }), p.mergePreviewSchema),
  /** `expected`: the number of invoices that the preview said would move. */
  'payers.merge': endpoint(z.object({ keptId: s.id, mergedId: s.id, expected: z.number().int() }), p.payerDetailSchema),
  'people.add': endpoint(z.object({ payerId: s.id, email: s.emailAddress, role: z.enum(personRoles), invite: z.boolean() }), p.payerDetailSchema),
  'people.setRole': endpoint(person.extend({ role: z.enum(personRoles) }), p.payerDetailSchema),
  'people.correctEmail': endpoint(person.extend({ email: s.emailAddress }), p.payerDetailSchema),
  'people.invite': endpoint(person, p.payerDetailSchema),
  'people.remove': endpoint(person, p.payerDetailSchema),
  /** The portal as this person sees it, read-only: an address that serves once, within two minutes. */
  'people.view': endpoint(person, z.object({ url: z.string() })),
  /** Of the whole account, whatever payers it sees. */
  'people.block': endpoint(person, p.payerDetailSchema),
  'people.unblock': endpoint(person, p.payerDetailSchema),

  'payments.list': endpoint(page.extend({
    state: z.enum(paymentFilters).optional(), regieId: s.id.optional(), search: z.string().max(120).optional(),
    /** Days in France on which the attempt was made, both included. */
    from: day.optional(), to: day.optional(),
  }), paged(s.paymentSchema).extend({ paidCents: z.number().int() })),
  'payments.read': endpoint(payment, s.paymentDetailSchema),
  /** Asks PayFiP now. */
  'payments.check': endpoint(payment, s.paymentDetailSchema),
  'payments.confirm': endpoint(payment, s.paymentDetailSchema),
  'payments.cancel': endpoint(payment.extend({ reason: sentence }), s.paymentDetailSchema),
  /** Says what was done of a payment that waited for staff. */
  'payments.sort': endpoint(payment.extend({ note: sentence }), s.paymentDetailSchema),
  /** With the sentence that residents read (empty: the usual one); null opens payments again. */
  'payments.suspend': endpoint(z.discriminatedUnion('place', [
    z.object({ place: z.literal('portal'), sentence: sentence.nullable() }),
    z.object({ place: z.literal('regie'), regieId: s.id, sentence: sentence.nullable() }),
    z.object({ place: z.literal('invoice'), invoiceId: s.id, sentence: sentence.nullable() }),
  ]), nothing),

  'mails.list': endpoint(page.extend({ state: z.enum(s.mailStates).optional() }), paged(s.mailSchema)),
  'mails.retry': endpoint(z.object({ mailId: s.id }), nothing),

  'messages.list': endpoint(page, paged(s.contactMessageSchema)),
  'messages.setHandled': endpoint(z.object({ messageId: s.id, handled: z.boolean() }), nothing),

  'announcements.list': endpoint(nothing, z.array(s.announcementSchema)),
  'announcements.save': endpoint(z.object({
    id: s.id.optional(),
    title: z.string().trim().min(1, 'à remplir').max(120), body: z.string().trim().min(1, 'à remplir').max(4_000),
    startsOn: z.iso.date(), endsOn: z.iso.date().nullable(),
  }), s.announcementSchema),
  'announcements.remove': endpoint(z.object({ id: s.id }), nothing),
  /** Markdown → the very HTML that residents will see. */
  'markdown.preview': endpoint(z.object({ text: z.string().max(8_000) }), z.object({ html: z.string() })),
};

export type StaffApi = typeof staffApi;
export type EndpointName = keyof StaffApi;
export type EndpointInput<N extends EndpointName> = z.infer<StaffApi[N]['input']>;
export type EndpointOutput<N extends EndpointName> = z.infer<StaffApi[N]['output']>;

export type StaffAnswer<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string> };

export { fileRoutes } from './file-routes.ts';
