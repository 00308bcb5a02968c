// A small browser over real HTTP: keeps cookies, follows nothing by itself, fills the forms that pages show.
import { request } from 'node:http';

export interface Answer { status: number; headers: Record<string, string | string[] | undefined>; text: string; body: Buffer; location: string }
export interface Sent { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer }

export class Browser {
  readonly origin: string;
  readonly cookies = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  get(path: string, headers: Record<string, string | string[]> = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  /** Loads `page`, then submits its form to `action` with the hidden fields it shows and these values. */
  async submit(page: string, action: string, fields: Record<string, string>): Promise<Answer> {
    const shown = await this.get(page);
    return this.postForm(action, { ...hiddenFields(shown.text, action), ...fields });
  }

  postForm(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, {
      method: 'POST', body: new URLSearchParams(fields).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: this.origin, 'Sec-Fetch-Site': 'same-origin', ...headers },
    });
  }

  postJson(path: string, value: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, { method: 'POST', body: JSON.stringify(value), headers: { 'Content-Type': 'application/json', Origin: this.origin, ...headers } });
  }

  async login(email: string, password: string, remember = false): Promise<Answer> {
    return this.submit('/connexion', '/connexion', { email, password, ...(remember ? { remember: '1' } : {}) });
  }

  send(path: string, { method = 'GET', headers = {}, body }: Sent): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.origin), { method, agent: false, headers: { ...(cookie ? { Cookie: cookie } : {}), ...headers } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          for (const line of incoming.headers['set-cookie'] ?? []) this.keep(line);
          const content = Buffer.concat(chunks);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: content, text: content.toString('utf8'), location: incoming.headers.location ?? '' });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0/i.test(line)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** Hidden fields of the form that posts to `action`. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const fields = [...form.slice(0, Math.max(0, form.indexOf('</form>'))).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
}

/** The words that a page shows, without tags and with ordinary spaces. */
export function wordsOf(html: string): string {
  return unescapeHtml(html.replace(/<!--.*?-->/gs, '').replace(/<[^>]+>/g, ' ')).replace(/[\s\u00a0\u202f]+/g, ' ').trim();
}

export function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&nbsp;', '\u00a0').replaceAll('&amp;', '&');
}
