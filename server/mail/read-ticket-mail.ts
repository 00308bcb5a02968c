// Why: a mail saved as a file → its words. It comes from anywhere: nothing in it is followed, opened or shown as HTML.
import type { ParsedMail } from 'mailparser';
import { assertOutsideTransaction } from '../transaction-scope.ts';

export interface TicketMail { subject: string; text: string; sentAt: Date | null }

const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };
const longestText = 200_000;

/** The words of the mail, and of one mail forwarded inside it; null when it is no mail. */
export async function readTicketMail(content: Buffer): Promise<TicketMail | null> {
  assertOutsideTransaction('reading a mail');
  // A third of the time that the server takes to start, were it loaded then.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(content, options);
  if (!mail.headers.has('from') || !(mail.headers.has('date') || mail.headers.has('subject'))) return null;
  const forwarded = mail.attachments.find(({ contentType }) => contentType === 'message/rfc822');
  const inner = forwarded ? await simpleParser(forwarded.content, options) : null;
  const sentAt = inner?.date ?? mail.date ?? null;
  return {
    subject: (mail.subject ?? '').slice(0, 200),
    text: [wordsOf(mail), inner ? wordsOf(inner) : ''].join('\n').slice(0, longestText),
    sentAt: sentAt && !Number.isNaN(sentAt.getTime()) ? sentAt : null,
  };
}

const wordsOf = ({ subject, text, html }: ParsedMail) => [subject ?? '', text ?? '', html ? wordsOfHtml(html) : ''].join('\n');

const entities: Record<string, string> = { nbsp: '\u00a0', euro: '€', amp: '&', eacute: 'é', egrave: 'è', agrave: 'à', deg: '°' };

/** Not the library's own conversion: it glues the cells of a table together, and the amount to its reference. */
function wordsOfHtml(html: string): string {
  return html.replace(/<[^<>]*>/g, ' ').replace(/&(?:#(\d{1,6})|(\w{2,8}));/g, (all, code: string | undefined, name: string | undefined) => (
    code ? String.fromCodePoint(Number(code)) : entities[name ?? ''] ?? all));
}
