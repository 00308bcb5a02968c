// Why: the shapes of payers and of the people who see them, as the staff interface reads them.
import { z } from 'zod';
import { accountStates, personRoles } from './states.ts';

const id = z.string();
const instant = z.iso.datetime();
const count = z.number().int();

export const payerSchema = z.object({
  id, code: z.string(), name: z.string(), address: z.string(), isPaperless: z.boolean(),
  people: count, activePeople: count, unpaidCount: count, unpaidCents: count,
});

export const personSchema = z.object({
  accountId: id, email: z.string(), role: z.enum(personRoles), state: z.enum(accountStates),
  addedAt: instant, activatedAt: instant.nullable(), lastSeenAt: instant.nullable(),
  /** The last activation link sent to a person who has not come yet. */
  invitedAt: instant.nullable(),
  /** Too many wrong passwords: the person waits. */
  isPaused: z.boolean(),
  /** Other payers that this person sees. */
  alsoSees: z.array(z.object({ id, name: z.string() })),
});

export const paperChoiceSchema = z.object({ isPaperless: z.boolean(), decidedOn: z.string(), proof: z.string(), byWhom: z.string(), at: instant });

export const payerDetailSchema = z.object({
  payer: payerSchema,
  /** Of the name and the address: to be sent back with their correction. */
  version: z.string(),
  formerCodes: z.array(z.string()),
  people: z.array(personSchema),
  paperChoices: z.array(paperChoiceSchema),
  invoices: z.object({ count, totalCents: count, paidCount: count, treasuryCount: count, lastIssuedOn: z.string().nullable() }),
  /** Payers whose name or address is the same: perhaps one household twice. */
  lookAlikes: z.array(z.object({ id, code: z.string(), name: z.string(), address: z.string() })),
});

export const mergePreviewSchema = z.object({
  kept: z.object({ id, code: z.string(), name: z.string() }), merged: z.object({ id, code: z.string(), name: z.string() }),
  invoices: count, totalCents: count,
  /** People who will see invoices that they do not see now. */
  newViewers: z.array(z.object({ email: z.string(), seesNow: z.enum(['kept', 'merged']) })),
});

export type PayerDto = z.infer<typeof payerSchema>;
export type PersonDto = z.infer<typeof personSchema>;
export type PayerDetailDto = z.infer<typeof payerDetailSchema>;
export type MergePreviewDto = z.infer<typeof mergePreviewSchema>;
