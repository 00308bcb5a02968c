// Why: what somebody must do about updates is decided here alone: the window words it, the tray counts it. Pure.
import type { UpdateState } from '../desktop-api.ts';

const oldAfterMs = 30 * 24 * 3_600_000;

export function updateWaits({ off, offer, step, problem, checkedAt }: Omit<UpdateState, 'waits'>, now: Date): UpdateState['waits'] {
  if (off) return null;
  if (offer && step === 'ready') return 'ready';
  // One that did not do here is not offered again: its place is in the settings.
  if (offer && step === 'idle' && problem) return 'failed';
  return checkedAt && now.getTime() - Date.parse(checkedAt) >= oldAfterMs ? 'silent' : null;
}
