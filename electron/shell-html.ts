// Why: the two pages the window shows while there is no server to ask: opening, and trouble. Pure; no script in them.

export const shellOrigin = 'app://portail';
export const shellPages = { waiting: `${shellOrigin}/ouverture`, trouble: `${shellOrigin}/panne`, style: `${shellOrigin}/style.css` } as const;
/** Links of the trouble page: never loaded, the window turns them into acts. */
export const shellActs = { retry: `${shellOrigin}/reessayer`, otherPort: `${shellOrigin}/autre-port`, wayBack: `${shellOrigin}/version-precedente`, quit: `${shellOrigin}/quitter` } as const;

export function renderWaiting(): string {
  return layout('Ouverture du portail…', '<p role="status">Ouverture du portail…</p>');
}

export interface Trouble {
  sentence: string;
  /** A free port to offer, when the portal's is taken. */
  otherPort: number | undefined;
  /** The version of before an update that is not proved, and what going back to it does. */
  wayBack?: { version: string; effect: string } | undefined;
}

export function renderTrouble({ sentence, otherPort, wayBack }: Trouble): string {
  const offer = otherPort === undefined ? '' : ` <a href="${shellActs.otherPort}">Utiliser le port ${otherPort}</a>`;
  return layout('Le portail n’est pas ouvert', `
    <h1>Le portail n’est pas ouvert</h1>
    <p role="alert">${escapeHtml(sentence)}</p>
    <p class="acts"><a class="main" href="${shellActs.retry}">Réessayer</a>${offer} <a href="${shellActs.quit}">Quitter</a></p>${wayBack ? renderWayBack(wayBack) : ''}`);
}

function renderWayBack({ version, effect }: { version: string; effect: string }): string {
  return `
    <h2>Le programme vient d’être mis à jour</h2>
    <p>Vous pouvez revenir à la version ${escapeHtml(version)}. ${escapeHtml(effect)}</p>
    <p class="acts"><a href="${shellActs.wayBack}">Revenir à la version ${escapeHtml(version)}…</a></p>`;
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="fr">
  <head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="${shellPages.style}"></head>
  <body><main>${body}</main></body>
</html>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
