// Why: what the screen under test is not about is asked of the staff API itself, with the session of the page: by the same door, in one line.
import type { Page } from '@playwright/test';
import type { EndpointInput, EndpointName, EndpointOutput, StaffAnswer } from '../../server/contract/staff-api.ts';

export async function askStaff<N extends EndpointName>(page: Page, name: N, input: EndpointInput<N>): Promise<EndpointOutput<N>> {
  const answer = await page.evaluate(async ([path, body]): Promise<unknown> => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).json(), [`/api/${name}`, JSON.stringify(input)] as const) as StaffAnswer<EndpointOutput<N>>;
  if (!answer.ok) throw new Error(`${name}: ${answer.message}`);
  return answer.value;
}

/** On an empty installation; the page is then to be loaded again. */
export const createFirstAgent = (page: Page) => askStaff(page, 'agents.createFirst', { name: 'Nadia', email: 'nadia@exemple.test', password: 'girafe-violette-17' });
