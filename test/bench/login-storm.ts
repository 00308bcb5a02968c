// Why: 32 households log in at once, again and again; each comes from an address of its own, as a declared proxy says.
import { Browser, hiddenFields } from '../support/browser.ts';
import { password } from '../support/household.ts';
import { emailOf } from './communes.ts';
import { connections } from './scenario.ts';

/** Logins per second during `seconds`. */
export async function stormOfLogins(url: string, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > seconds * 1_000;
  let logins = 0;
  await Promise.all(Array.from({ length: connections }, async (_, index) => {
    const headers = { 'X-Forwarded-For': `192.0.2.${index + 1}` };
    const browser = new Browser(url);
    const shown = await browser.get('/connexion', headers);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const fields = { ...hiddenFields(shown.text, '/connexion'), email: emailOf(100 + index), password };
    while (!isOver()) {
      const answer = await new Browser(url).postForm('/connexion', fields, { ...headers, Cookie: cookie });
      if (answer.status !== 303) throw new Error(`login answered ${answer.status}`);
      logins += 1;
    }
  }));
  return logins / ((performance.now() - startedAt) / 1_000);
}
