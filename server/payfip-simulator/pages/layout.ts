// Why: the frame of the simulator's pages: one calm look, no script, and what it is said at the top of each.

export function page(title: string, body: string, isWide = false): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escaped(title)} – Simulateur de paiement</title><link rel="stylesheet" href="/simulateur/simulateur.css" /></head>
<body><header class="banner"><strong>Simulateur de paiement\u00a0: rien n’est débité</strong></header>
<main${isWide ? ' class="wide"' : ''}>${body}</main></body></html>`;
}

export function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

export const euros = (cents: number) => new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }).format(cents / 100);

const clock = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', dateStyle: 'long', timeStyle: 'medium' });
export const dateTime = (instant: number) => clock.format(instant);

export const definitions = (rows: [string, string][]) =>
  `<dl>${rows.filter(([, value]) => value !== '').map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;

export interface Button { action: string; label: string; isMain?: boolean }

/** A form of one button; `hidden` are its fields. */
export function button({ action, label, isMain = false }: Button, hidden: Record<string, string>): string {
  const fields = Object.entries(hidden).map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}" />`).join('');
  return `<form method="post" action="${escaped(action)}">${fields}<button${isMain ? ' class="main"' : ''}>${escaped(label)}</button></form>`;
}
