// A browser on the staff listener: opened with a launch key, then logged in as the first agent.
import type { StaffAnswer } from '../../server/contract/staff-api.ts';
import { Browser, type Answer } from './browser.ts';
import type { TestServer } from './test-server.ts';

export const firstAgent = { name: 'Mme Martin', email: 'agent@sistec.test', password: 'girafe-violette-17' };

export async function openWorkstation(server: TestServer): Promise<Browser> {
  const browser = new Browser(server.staffUrl);
  const answer = await browser.postJson('/launch', { key: await server.running.newLaunchKey() });
  if (answer.status !== 200) throw new Error(`the workstation was not opened: ${answer.text}`);
  return browser;
}

/** Creates the first agent, or logs in as this agent when there is one. */
export async function openStaff(server: TestServer): Promise<Browser> {
  const browser = await openWorkstation(server);
  const created = await browser.postJson('/api/agents.createFirst', firstAgent);
  if (codeOf(created) === 'agent_exists') await browser.postJson('/api/session.login', { email: firstAgent.email, password: firstAgent.password });
  return browser;
}

/** The refusal's code, or `ok`. */
export function codeOf(answer: Answer): string {
  const parsed: StaffAnswer<unknown> = JSON.parse(answer.text);
  return parsed.ok ? 'ok' : parsed.code;
}
