// Why: an import made as the town hall makes it, through the staff listener of the server that residents read at the same time.
import { Browser } from '../support/browser.ts';
import { password } from '../support/household.ts';
import { csvOfInvoices, pdfsOfInvoices } from './import-sources.ts';
import type { ServingProcess } from './processes.ts';

const uploadsAtOnce = 4;
let series = 0;

export class StaffMember {
  private readonly browser: Browser;

  private constructor(origin: string) {
    this.browser = new Browser(origin);
  }

  /** Opens the workstation with the key that the server prints, and makes its first agent. */
  static async arrive(server: ServingProcess): Promise<StaffMember> {
    const [, origin = '', key = ''] = /(http:\/\/127\.0\.0\.1:\d+)\/#cle=(\S+)/.exec(server.output()) ?? [];
    const member = new StaffMember(origin);
    await member.call('/launch', { key });
    await member.call('/api/agents.createFirst', { name: 'Agent', email: 'agent@sistec.test', password });
    return member;
  }

  /** Uploads, checks and publishes an import of new invoices. */
  async importInvoices(rows: number, withPdf: boolean): Promise<void> {
    const name = `L${series += 1}`;
    const { batchId } = await this.call<{ batchId: string }>('/api/imports.create', {});
    await this.upload(`/files/imports/${batchId}/source?name=factures.csv`, Buffer.from(csvOfInvoices(rows, name, withPdf)));
    const pdfs = withPdf ? pdfsOfInvoices(rows, name) : [];
    const uploadNext = async (): Promise<void> => {
      for (let pdf = pdfs.pop(); pdf; pdf = pdfs.pop()) await this.upload(`/files/imports/${batchId}/documents?name=${pdf[0]}`, pdf[1]);
    };
    await Promise.all(Array.from({ length: uploadsAtOnce }, uploadNext));
    await this.call('/api/imports.check', { batchId, allowMissingPdf: !withPdf });
    await this.call('/api/imports.publish', { batchId });
  }

  private async call<Value = unknown>(path: string, input: unknown): Promise<Value> {
    const answer = await this.browser.postJson(path, input);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
    return (JSON.parse(answer.text) as { value: Value }).value;
  }

  private async upload(path: string, content: Buffer): Promise<void> {
    const answer = await this.browser.send(path, { method: 'PUT', body: content, headers: { Origin: this.browser.origin, 'Content-Type': 'application/octet-stream' } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
  }
}
