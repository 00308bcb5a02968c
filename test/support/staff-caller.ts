// A workstation with its agent logged in, for tests that go through the staff's own door.
import { Browser } from './browser.ts';

export class StaffCaller extends Browser {
  /** Opens the workstation with its key and makes the first agent. */
  async enter(launchKey: string): Promise<void> {
    await this.postJson('/launch', { key: launchKey });
    await this.call('agents.createFirst', { name: 'Ève', email: 'eve@bessens.test', password: 'parapluie-bleu-42' });
  }

  /** The value of an answer. @throws Error with the sentence of a refusal */
  async call<T = Record<string, unknown>>(name: string, input: unknown): Promise<T> {
    const answer = JSON.parse((await this.postJson(`/api/${name}`, input)).text) as { ok: boolean; value: T; message: string };
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  }

  async put(path: string, body: Buffer): Promise<number> {
    return (await this.send(path, { method: 'PUT', body, headers: { Origin: this.origin, 'Content-Type': 'application/octet-stream' } })).status;
  }

  /** Sends a CSV and its PDFs, and checks them; answers the import, ready to publish. */
  async sendImport(csv: string, pdfs: Record<string, Buffer>): Promise<string> {
    const { batchId } = await this.call<{ batchId: string }>('imports.create', {});
    await this.put(`/files/imports/${batchId}/source?name=factures.csv`, Buffer.from(csv));
    const names = Object.keys(pdfs);
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let name = names.pop(); name; name = names.pop()) await this.put(`/files/imports/${batchId}/documents?name=${encodeURIComponent(name)}`, pdfs[name]!);
    }));
    await this.call('imports.check', { batchId, allowMissingPdf: false });
    return batchId;
  }
}
