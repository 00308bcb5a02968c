// Why this file exists: the HTML of the mail catcher's three pages, in the calm look of the portal.
import { formatCount, formatDateTime } from '../../server/contract/format.ts';
import type { CaughtMail } from './model.ts';

const style = `
:root { color-scheme: light dark; --ink: #1f1d22; --soft: #65616b; --line: #dedbe0; --paper: #fff; --ground: #f6f5f7; --accent: #7a2e4d; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9ee; --soft: #aaa5b0; --line: #3a3740; --paper: #201e24; --ground: #17161a; --accent: #e59ab8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; flex-wrap: wrap; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
p.soft, dt, time, .soft { color: var(--soft); }
a { color: var(--accent); }
ul { list-style: none; padding: 0; margin: 1.5rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); }
li + li { border-top: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .8rem 1rem; color: inherit; text-decoration: none; }
li a:hover strong { text-decoration: underline; color: var(--accent); }
li span { overflow-wrap: anywhere; grid-column: 1 / -1; font-size: .95rem; }
time { font-variant-numeric: tabular-nums; font-size: .95rem; }
a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button { min-height: 44px; padding: 0 1rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
section { border: 1px solid var(--line); border-radius: 8px; background: var(--paper); padding: 1rem; margin: 1.5rem 0; }
section h2 { font-size: 1rem; margin: 0 0 .5rem; color: var(--soft); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: 1rem 0; } dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0; }
iframe { width: 100%; height: 48rem; border: 0; background: #fff; color-scheme: light; }
.empty { border: 1px dashed var(--line); border-radius: 8px; padding: 3rem 1rem; text-align: center; margin: 1.5rem 0; }`;

/** `mails`: newest first. */
export function listPage(mails: CaughtMail[]): string {
  const items = mails.map((mail) => `<li><a href="/messages/${mail.id}"><strong>${escaped(mail.subject || '(sans objet)')}</strong>
    <time datetime="${mail.receivedAt}">${escaped(formatDateTime(mail.receivedAt))}</time>
    <span>À\u00a0: ${escaped(mail.to.join(', '))}</span><span class="soft">De\u00a0: ${escaped(mail.from)}</span></a></li>`);
  const empty = '<div class="empty"><strong>Aucun courriel pour le moment.</strong><br />Ceux que le portail enverra apparaîtront ici d’eux-mêmes.</div>';
  return page('Courriels interceptés', `<header><h1>Courriels interceptés</h1>${mails.length > 0 ? clearForm : ''}</header>
    <p class="soft">Aucun courriel ne sort de ce poste\u00a0: tous ceux du portail arrivent sur cette page. ${mails.length > 0 ? `${formatCount(mails.length, 'courriel')}.` : ''}</p>
    ${items.length > 0 ? `<ul>${items.join('')}</ul>` : empty}`, '<meta http-equiv="refresh" content="5" />');
}

export function mailPage(mail: CaughtMail): string {
  const html = `<section><h2>Tel que la personne le voit</h2>
    <iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="Contenu du courriel" src="/messages/${mail.id}/html"></iframe></section>`;
  return page(mail.subject, `<p><a href="/">← Tous les courriels</a></p><h1>${escaped(mail.subject || '(sans objet)')}</h1>
    <dl><dt>De</dt><dd>${escaped(mail.from)}</dd><dt>À</dt><dd>${escaped(mail.to.join(', '))}</dd>
    <dt>Reçu le</dt><dd><time datetime="${mail.receivedAt}">${escaped(formatDateTime(mail.receivedAt))}</time></dd></dl>
    ${mail.html ? html : ''}<section><h2>En texte seul</h2><pre>${withLinks(mail)}</pre></section>`);
}

export function missingPage(): string {
  return page('Courriel introuvable', '<h1>Ce courriel n’est plus là.</h1><p><a href="/">← Tous les courriels</a></p>');
}

const clearForm = '<form method="post" action="/effacer"><button>Tout effacer</button></form>';

function page(title: string, body: string, extraHead = ''): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
${extraHead}<title>${escaped(title)} – Démonstration</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

/** The text, where each address found in it opens in a new tab. */
function withLinks({ text, links }: CaughtMail): string {
  let rest = text;
  let result = '';
  for (const link of links) {
    const at = rest.indexOf(link);
    result += `${escaped(rest.slice(0, at))}<a href="${escaped(link)}" target="_blank" rel="noreferrer">${escaped(link)}</a>`;
    rest = rest.slice(at + link.length);
  }
  return result + escaped(rest);
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
