// « Commune-école » is said in one place of the window, and follows the server.
import { afterEach, expect, it, vi } from 'vitest';
import { session } from '../../renderer/session.ts';
import { refreshDashboard } from '../../renderer/waiting.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([true, false])('the window says that payments are play as long as the server says so: %s', async (isPlay) => {
  session.current = { agent: null, needsFirstAgent: false, communeName: 'Sistec', isPlay: !isPlay, portalUrl: '', minPasswordLength: 8, lockMinutes: 15 };
  vi.stubGlobal('fetch', async () => Response.json({ ok: true, value: { isPlay } }));
  await refreshDashboard(true);
  expect(session.current.isPlay).toBe(isPlay);
});
