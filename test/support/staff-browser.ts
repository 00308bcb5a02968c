// A browser on the staff listener: opened with a launch key, then logged in as the first agent.
import { createAgent } from '../../server/commands/create-agent.ts';
import type { Role } from '../../server/contract/rights.ts';
import type { StaffAnswer } from '../../server/contract/staff-api.ts';
import { Browser, type Answer } from './browser.ts';
import type { TestServer } from './test-server.ts';

export const firstAgent = { name: 'Mme Martin', email: 'agent@sistec.test', password: 'girafe-violette-17' };
const uploadsAtOnce = 8;

export class StaffBrowser extends Browser {
  /** Opens the workstation with a launch key. */
  async launch(key: string): Promise<void> {
    const answer = await this.postJson('/launch', { key });
    if (answer.status !== 200) throw new Error(`the workstation was not opened: ${answer.text}`);
  }

  /** Creates the first agent, or logs in as this agent when there is one. */
  async logIn(): Promise<void> {
    const created = await this.postJson('/api/agents.createFirst', firstAgent);
    if (codeOf(created) === 'agent_exists') await this.call('session.login', { email: firstAgent.email, password: firstAgent.password });
  }

  /** The value of an answer. @throws Error with the sentence of a refusal */
  async call<Value = unknown>(name: string, input: unknown): Promise<Value> {
    const answer: StaffAnswer<Value> = JSON.parse((await this.postJson(`/api/${name}`, input)).text);
    if (!answer.ok) throw new Error(`${name}: ${answer.message}`);
    return answer.value;
  }

  /** Sends a file; answers the status. */
  async put(path: string, content: Buffer): Promise<number> {
    return (await this.send(path, { method: 'PUT', body: content, headers: { Origin: this.origin, 'Content-Type': 'application/octet-stream' } })).status;
  }

  /** Sends a CSV and its PDFs by name, and checks them; answers the import, ready to publish. */
  async sendImport(csv: string, pdfs: Record<string, Buffer>): Promise<string> {
    const { batchId } = await this.call<{ batchId: string }>('imports.create', {});
    await this.sendFile(`/files/imports/${batchId}/source?name=factures.csv`, Buffer.from(csv));
    const waiting = Object.entries(pdfs);
    const sendNext = async (): Promise<void> => {
      for (let pdf = waiting.pop(); pdf; pdf = waiting.pop()) await this.sendFile(`/files/imports/${batchId}/documents?name=${encodeURIComponent(pdf[0])}`, pdf[1]);
    };
    await Promise.all(Array.from({ length: uploadsAtOnce }, sendNext));
    await this.call('imports.check', { batchId, allowMissingPdf: Object.keys(pdfs).length === 0 });
    return batchId;
  }

  private async sendFile(path: string, content: Buffer): Promise<void> {
    const status = await this.put(path, content);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  }
}

export async function openWorkstation(server: TestServer): Promise<StaffBrowser> {
  const browser = new StaffBrowser(server.staffUrl);
  await browser.launch(await server.running.newLaunchKey());
  return browser;
}

export async function openStaff(server: TestServer): Promise<StaffBrowser> {
  const browser = await openWorkstation(server);
  await browser.logIn();
  return browser;
}

/** The address of the colleague of this role. */
export const colleague = (role: Role): string => `${role}@sistec.test`;

/** A new colleague of this role, logged in on a workstation of their own; the first agent's password is theirs too. */
export async function openStaffAs(server: TestServer, role: Role): Promise<StaffBrowser> {
  await createAgent({ name: `Agent ${role}`, email: colleague(role), password: firstAgent.password, role, isFirst: false, actor: 'test' });
  const browser = await openWorkstation(server);
  await browser.call('session.login', { email: colleague(role), password: firstAgent.password });
  return browser;
}

/** The refusal's code, or `ok`. */
export function codeOf(answer: Answer): string {
  const parsed: StaffAnswer<unknown> = JSON.parse(answer.text);
  return parsed.ok ? 'ok' : parsed.code;
}
