// Why: the two pages the window shows while there is no server to ask: opening, and trouble. Pure; no script in them.

export const shellOrigin = 'app://portail';
export const shellPages = { waiting: `${shellOrigin}/ouverture`, trouble: `${shellOrigin}/panne`, style: `${shellOrigin}/style.css` } as const;
/** Links of the trouble page: never loaded, the window turns them into acts. */
export const shellActs = {
  retry: `${shellOrigin}/redemarrer`, otherPort: `${shellOrigin}/autre-port`, restore: `${shellOrigin}/restaurer`, diagnostic: `${shellOrigin}/diagnostic`, wayBack: `${shellOrigin}/version-precedente`, quit: `${shellOrigin}/quitter`,
} as const;
export type ShellAct = keyof typeof shellActs;

export function renderWaiting(): string {
  return layout('Ouverture du portail…', '<p role="status">Ouverture du portail…</p>');
}

export interface Trouble {
  sentence: string;
  /** A free port to offer, when the portal's is taken. */
  otherPort: number | undefined;
  /** A backup may mend it. */
  isRestorable: boolean;
  /** The version of before an update that is not proved, and what going back to it does. */
  wayBack?: { version: string; effect: string } | undefined;
}

export function renderTrouble({ sentence, otherPort, isRestorable, wayBack }: Trouble): string {
  const acts: [ShellAct, string, boolean][] = [
    ['retry', 'Redémarrer', true], ['otherPort', `Utiliser le port ${otherPort}`, otherPort !== undefined], ['restore', 'Restaurer une sauvegarde…', isRestorable],
    ['diagnostic', 'Exporter le diagnostic…', true], ['quit', 'Quitter', true],
  ];
  const main: ShellAct = otherPort === undefined ? 'retry' : 'otherPort';
  const links = acts.filter(([, , isOffered]) => isOffered).map(([act, label]) => `<a${act === main ? ' class="main"' : ''} href="${shellActs[act]}">${label}</a>`);
  return layout('Le portail n’est pas ouvert', `
    <h1>Le portail n’est pas ouvert</h1>
    <p role="alert">${escapeHtml(sentence)}</p>
    <p class="acts">${links.join(' ')}</p>${wayBack ? renderWayBack(wayBack) : ''}`);
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
