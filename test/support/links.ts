// The links of the caught mails, delivered at once rather than at the next turn of the job.
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import type { CaughtMail } from '../../build/mail-catcher.ts';
import { hiddenFields, type Answer, type Browser } from './browser.ts';
import type { TestServer } from './test-server.ts';

/** The next mail to this address (in lower case), among those caught from now on. */
export async function nextMail(server: TestServer, to: string, act: () => Promise<unknown>): Promise<CaughtMail> {
  const seen = new Set(server.mails.messages().map(({ id }) => id));
  await act();
  await deliverMails(() => false);
  return server.mails.waitFor((mail) => !seen.has(mail.id) && mail.to.some((address) => address.toLowerCase() === to));
}

/** The secret in the link of a mail. */
export function secretOf(mail: CaughtMail): string {
  const [link = ''] = mail.links;
  return new URL(link).searchParams.get('LIEN') ?? '';
}

export const linkPath = (secret: string): string => `/?LIEN=${encodeURIComponent(secret)}`;

/** Opens the link and submits what it shows. */
export async function choosePassword(browser: Browser, secret: string, password: string): Promise<Answer> {
  const shown = await browser.get(linkPath(secret));
  return browser.postForm('/mot-de-passe', { ...hiddenFields(shown.text, '/mot-de-passe'), password, confirmation: password });
}

export async function confirmLink(browser: Browser, secret: string): Promise<Answer> {
  return browser.submit(linkPath(secret), '/confirmation', {});
}
