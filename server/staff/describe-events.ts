// Why: what happened to an invoice, told in words: the facts are kept as JSON.
import type { InvoiceEventDto } from '../contract/schemas.ts';
import { formatDay, formatEuros, quoted } from '../contract/format.ts';
import { deskMethodLabels, meansLabels } from '../contract/labels.ts';
import { deskMethods } from '../contract/states.ts';
import type { InvoiceEvent } from '../models/index.ts';
import { actorNames } from './actor-names.ts';

type Facts = Record<string, unknown>;

export async function describeEvents(events: InvoiceEvent[]): Promise<InvoiceEventDto[]> {
  const read = events.map((event) => ({ event, facts: factsOf(event.detail) }));
  const nameOf = await actorNames(read.flatMap(({ facts }) => textOf(facts?.actor)));
  return read.map(({ event: { kind, at, source, detail }, facts }) => ({
    kind, at: at.toISOString(), source, detail: facts ? wordsOf(facts, nameOf) : detail, formerDocument: textOf(facts?.former).find(isFingerprint) ?? null,
  }));
}

function factsOf(detail: string): Facts | null {
  if (!detail.startsWith('{')) return null;
  try {
    return JSON.parse(detail) as Facts;
  } catch {
    return null;
  }
}

/** `former` is also the sentence of a suspension. */
const isFingerprint = (text: string) => /^[0-9a-f]{64}$/.test(text);
const textOf = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);

function wordsOf({ method, paidOn, means, amountCents, sentence, reason, number, actor }: Facts, nameOf: (actor: string) => string): string {
  const methodName = deskMethods.find((each) => each === method);
  return [
    methodName ? [deskMethodLabels[methodName]] : [],
    textOf(paidOn).map((day) => `le ${formatDay(day)}`),
    means === 'card' || means === 'debit' ? [meansLabels[means]] : [],
    typeof amountCents === 'number' ? [formatEuros(amountCents)] : [],
    typeof number === 'number' ? [`paiement n°\u00a0${number}`] : [],
    [...textOf(sentence), ...textOf(reason)].map(quoted),
    textOf(actor).map((each) => `par ${nameOf(each)}`),
  ].flat().join(', ');
}
