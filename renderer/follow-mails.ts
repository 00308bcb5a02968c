// Why: mails leave one by one, and the screen of an import tells how many have: soon at first, then less and less often, should the mail server be away.
import { onScopeDispose, watch, type ShallowRef } from 'vue';
import type { ImportDto } from '../server/contract/schemas.ts';
import { session } from './session.ts';

const soonestMs = 2_000;
const latestMs = 30_000;

/** Until the last mail has left, or the screen is left. Nothing is asked while nobody can see it. What was read or done meanwhile prevails. */
export function followMails(batch: ShallowRef<ImportDto | undefined>, read: () => Promise<ImportDto>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = soonestMs;
  let isOver = false;

  function plan(): void {
    clearTimeout(timer);
    if (isOver || !batch.value?.announcementsLeft) return;
    timer = setTimeout(() => void look(), pauseMs);
    pauseMs = Math.min(1.5 * pauseMs, latestMs);
  }

  async function look(): Promise<void> {
    const seen = batch.value;
    // A server that does not answer is said elsewhere.
    const fresh = session.isLocked || document.hidden ? undefined : await read().catch(() => undefined);
    if (fresh && !isOver && batch.value === seen) batch.value = fresh;
    plan();
  }

  watch(() => Boolean(batch.value?.announcementsLeft), () => {
    pauseMs = soonestMs;
    plan();
  }, { immediate: true });
  onScopeDispose(() => {
    isOver = true;
    clearTimeout(timer);
  });
}
