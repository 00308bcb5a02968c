// Why: what is being written stays when another screen is visited, until it is saved or given up. A colleague who logs in finds none of it: their coming reloads the page.
// No password is ever kept here.
import { reactive, shallowReactive } from 'vue';
import type { RegieCard, TypedRegie } from './regie-draft.ts';
import type { AnnouncementDto, ColleagueDto } from '../server/contract/schemas.ts';
import type { Role } from '../server/contract/rights.ts';
import type { DeskMethod, PersonRole } from '../server/contract/states.ts';

interface Draft<T> { start: string; typed: T }

const every: { isAnyTyped(): boolean }[] = [];

export class Drafts<T extends object> {
  private readonly kept = shallowReactive(new Map<string, Draft<T>>());

  constructor() {
    every.push(this);
  }

  /** What was typed under that name, or a new draft; its fields are written in directly. */
  open(name: string, start: () => T): T {
    const kept = (this.isTyped(name) ? this.kept.get(name) : undefined) ?? beginDraft(start());
    this.kept.set(name, kept);
    return kept.typed;
  }

  /** Whether something is typed in it that is neither saved nor given up. */
  isTyped(name: string): boolean {
    const draft = this.kept.get(name);
    return draft !== undefined && JSON.stringify(draft.typed) !== draft.start;
  }

  isAnyTyped(): boolean {
    return this.firstTyped() !== undefined;
  }

  firstTyped(): T | undefined {
    const name = [...this.kept.keys()].find((each) => this.isTyped(each));
    return name === undefined ? undefined : this.kept.get(name)?.typed;
  }

  /** Saved as it is now; the form stays open. */
  settle(name: string): void {
    const draft = this.kept.get(name);
    if (draft) this.kept.set(name, { ...draft, start: JSON.stringify(draft.typed) });
  }

  drop(name: string): void {
    this.kept.delete(name);
  }

  /** Of those whose names begin so, that one alone. */
  keepOnly(start: string, kept: string): void {
    for (const name of [...this.kept.keys()]) if (name.startsWith(start) && name !== kept) this.drop(name);
  }
}

const beginDraft = <T extends object>(typed: T): Draft<T> => ({ start: JSON.stringify(typed), typed: reactive(typed) as T });

export const isAnyDraftTyped = (): boolean => every.some((drafts) => drafts.isAnyTyped());

/** By identifier of the announcement, or « new ». */
export const announcementDrafts = new Drafts<{ announcement: AnnouncementDto | null; title: string; body: string; startsOn: string; endsOn: string }>();
/** By identifier of the message. */
export const answerDrafts = new Drafts<{ body: string; close: boolean }>();
/** By identifier of the answer, or « new ». */
export const readyAnswerDrafts = new Drafts<{ id?: string | undefined; title: string; body: string }>();
/** By identifier of the régie. */
export const regieDrafts = new Drafts<TypedRegie>();
/** By identifier of the régie, or « new ». */
export const regieCardDrafts = new Drafts<RegieCard>();
/** By identifier of the agent, or « new ». */
export const agentDrafts = new Drafts<{ agent: ColleagueDto | 'new'; name: string; email: string; role: Role }>();
/** By identifier of the payer. */
export const payerDrafts = new Drafts<{ name: string; address: string; version: string }>();
export const newPersonDrafts = new Drafts<{ email: string; role: PersonRole; invite: boolean }>();
export const paperDrafts = new Drafts<{ decidedOn: string; proof: string }>();
/** By identifier of the account. */
export const emailDrafts = new Drafts<{ email: string }>();
/** By identifier of the invoice: paid at the desk. */
export const settlementDrafts = new Drafts<{ method: DeskMethod; paidOn: string }>();
/** By identifier of the invoice. */
export const documentDrafts = new Drafts<{ file: File | null; reason: string; tells: boolean }>();
export const takeBackName = (invoiceId: string, factId: string): string => `${invoiceId} ${factId}`;
/** By `takeBackName`: what is written about a fact is never said of the one that has taken its place. */
export const takeBackDrafts = new Drafts<{ reason: string; tells: boolean }>();
/** By place that is suspended. */
export const suspensionDrafts = new Drafts<{ sentence: string }>();
/** By action and the invoices that it is about. */
export const invoiceActionDrafts = new Drafts<{ reason: string; tells: boolean }>();
