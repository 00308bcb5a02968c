// Why: what is being written stays when another screen is visited, until it is saved or given up. A colleague who logs in finds none of it: their coming reloads the page.
import { reactive } from 'vue';
import type { AnnouncementDto } from '../server/contract/schemas.ts';

interface Draft<T> { start: string; typed: T }

class Drafts<T extends object> {
  private readonly kept = new Map<string, Draft<T>>();

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

  firstTyped(): T | undefined {
    const name = [...this.kept.keys()].find((each) => this.isTyped(each));
    return name === undefined ? undefined : this.kept.get(name)?.typed;
  }

  drop(name: string): void {
    this.kept.delete(name);
  }
}

const beginDraft = <T extends object>(typed: T): Draft<T> => ({ start: JSON.stringify(typed), typed: reactive(typed) as T });

/** By identifier of the announcement, or « new ». */
export const announcementDrafts = new Drafts<{ announcement: AnnouncementDto | null; title: string; body: string; startsOn: string; endsOn: string }>();
/** By identifier of the message. */
export const answerDrafts = new Drafts<{ body: string; close: boolean }>();
