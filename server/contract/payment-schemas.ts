// Why: what the town hall sees of payments: the attempts, every answer received, what a ticket mail proposes.
import { z } from 'zod';
import { invoiceStates, lineOutcomes, payfipInterfaces, payfipStages, paymentDoors, paymentStates, regieKinds, sortReasons, ticketActions } from './states.ts';

const id = z.string();
const instant = z.iso.datetime();
const cents = z.number().int();

export const regieSchema = z.object({
  id, code: z.string(), name: z.string(),
  numcli: z.string().nullable(),
  kind: z.enum(regieKinds),
  interface: z.enum(payfipInterfaces),
  stage: z.enum(payfipStages),
  allowsSeveral: z.boolean(),
  minimumCents: cents,
  waitMinutes: z.number().int(),
  /** Whose accounts alone may pay before production. */
  trialEmails: z.array(z.string()),
  /** The sentence that residents read; null: not suspended. */
  suspension: z.string().nullable(),
  verifiedAt: instant.nullable(),
  /** What PayFiP calls this client, from the widest. */
  verifiedLabels: z.array(z.string()),
  /** A payment in test has come to its end with this client number. */
  isTested: z.boolean(),
  cardActivatedAt: instant.nullable(),
  debitActivatedAt: instant.nullable(),
  /** Of its name and of how it is paid, to be sent back with their changes. */
  versions: z.object({ card: z.string(), configuration: z.string() }),
});

export const paymentSchema = z.object({
  id,
  number: z.number().int(),
  createdAt: instant,
  settledAt: instant.nullable(),
  regieName: z.string(),
  payerNames: z.array(z.string()),
  email: z.string(),
  amountCents: cents,
  refdet: z.string(),
  invoiceNumbers: z.array(z.string()),
  /** Numbers of those that it has settled. */
  settledNumbers: z.array(z.string()),
  /** Somebody has said that it is paid, were it without proof. */
  isAnnounced: z.boolean(),
  state: z.enum(paymentStates),
  interface: z.enum(payfipInterfaces),
  /** False for a test or an activation: such an attempt settles no invoice. */
  isProduction: z.boolean(),
  means: z.enum(['card', 'debit']).nullable(),
  /** Why it waits for staff; null when it does not, or once they have said what was done. */
  toSort: z.enum(sortReasons).nullable(),
  /** PayFiP's last letter while the payment may still be made on its page: A or R decides nothing yet. */
  said: z.string().nullable(),
  liveUntil: instant,
});

export const paymentDetailSchema = z.object({
  payment: paymentSchema,
  idOp: z.string().nullable(),
  numcli: z.string(),
  exer: z.string(),
  objet: z.string(),
  numauto: z.string().nullable(),
  transactionAt: instant.nullable(),
  problem: z.string().nullable(),
  /** The part of it that says to tell the Treasury; null when it is not to be told. */
  treasuryWarning: z.string().nullable(),
  checkedAt: instant.nullable(),
  nextCheckAt: instant.nullable(),
  mayBeChecked: z.boolean(),
  mayBeConfirmed: z.boolean(),
  mayBeCancelled: z.boolean(),
  /** Paid on the word of an agent, who may have been wrong. */
  mayBeTakenBack: z.boolean(),
  /** Of those that it paid as a second payment, the ones that nothing settles any more, and that staff are asked about. */
  dueAgain: z.array(z.object({ id, number: z.string(), amountCents: cents })),
  lines: z.array(z.object({
    invoiceId: id, number: z.string(), amountCents: cents, state: z.enum(invoiceStates), outcome: z.enum(lineOutcomes).nullable(),
  })),
  /** Oldest first. `fields`: what was received, name by name. */
  answers: z.array(z.object({
    at: instant, door: z.enum(paymentDoors), kind: z.enum(['result', 'fault', 'outage']), code: z.string(), fields: z.array(z.object({ name: z.string(), value: z.string() })),
  })),
  /** What the town hall did of it, oldest first. */
  journal: z.array(z.object({ at: instant, actor: z.string(), action: z.string(), detail: z.string() })),
});

/** What a ticket mail is about. Nothing is done before a click. */
export const ticketSchema = z.object({
  subject: z.string(),
  reference: z.string(),
  /** What the mail says was paid. */
  amountCents: cents,
  action: z.enum(ticketActions),
  /** What was found, or why nothing can be done. */
  sentence: z.string(),
  paymentId: id.nullable(),
  invoices: z.array(z.object({ id, number: z.string(), state: z.enum(invoiceStates) })),
  payerNames: z.array(z.string()),
  /** Day written in the mail's head, in France. */
  day: z.string(),
});

export type RegieDto = z.infer<typeof regieSchema>;
export type PaymentDto = z.infer<typeof paymentSchema>;
export type PaymentDetailDto = z.infer<typeof paymentDetailSchema>;
export type TicketDto = z.infer<typeof ticketSchema>;
