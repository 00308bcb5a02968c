// What a screen reads while the session changes under it.
import { expect, it, vi } from 'vitest';
import { ApiError } from '../../renderer/api.ts';
import { session } from '../../renderer/session.ts';
import { useLoad } from '../../renderer/use-load.ts';

it('what was refused for want of the session that has opened since is read again', async () => {
  let refuse = (): void => undefined;
  let asked = 0;
  const { value, problem, isLoading } = useLoad<string>(() => {
    asked += 1;
    return asked > 1 ? Promise.resolve('lu') : new Promise((_resolve, reject) => { refuse = () => reject(new ApiError('agent_required', 'Votre session est terminée.')); });
  });
  session.openings += 1;
  refuse();
  await vi.waitFor(() => expect(isLoading.value).toBe(false), 15_000);
  expect([value.value, problem.value, asked]).toEqual(['lu', '', 2]);
});
