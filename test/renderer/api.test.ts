// What a refusal says of the session, when the answer comes after a new login.
import { afterEach, expect, it, vi } from 'vitest';
import { callInBackground, noteOpening, watchRefusals } from '../../renderer/api.ts';

afterEach(() => vi.unstubAllGlobals());

it('a refusal that was asked for before a login says nothing of the new session', async () => {
  const answers: (() => void)[] = [];
  const refusal = { ok: false, code: 'agent_required', message: 'Votre session est terminée.' };
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => { answers.push(() => resolve(Response.json(refusal, { status: 401 }))); }));
  const heard: string[] = [];
  watchRefusals((code) => heard.push(code));
  const late = callInBackground('dashboard.read', {});
  noteOpening();
  const asked = callInBackground('dashboard.read', {});
  answers[0]!();
  await expect(late).rejects.toThrow('Votre session est terminée.');
  expect(heard).toEqual([]);
  answers[1]!();
  await expect(asked).rejects.toThrow('Votre session est terminée.');
  expect(heard).toEqual(['agent_required']);
});
