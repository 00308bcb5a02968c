// Why: what went wrong with an update, in a sentence that says what to do. Nothing has been installed in any of these cases. Pure.

const unsigned = 'La mise à jour proposée n’est pas signée par l’éditeur\u00a0: elle n’est pas installée. Prévenez votre installateur.';
const damaged = 'Le fichier reçu est incomplet ou abîmé\u00a0: il n’est pas installé. Réessayez demain\u00a0; si cela continue, prévenez votre installateur.';
const unreachable = 'Le serveur des mises à jour ne répond pas. Vérifiez la connexion à internet, puis réessayez.';
const nothingThere = 'Le serveur des mises à jour ne donne pas ce que l’on attend de lui. Réessayez demain\u00a0; si cela continue, prévenez votre installateur.';
const forbidden = 'L’ordinateur n’a pas laissé écrire la mise à jour. Demandez à son administrateur de l’installer.';
const diskFull = 'Il n’y a plus assez de place sur le disque pour la mise à jour. Libérez-en, puis réessayez.';
export const notInstalled = 'La mise à jour n’a pas été installée. Le portail fonctionne toujours avec la version d’avant.';
const unknown = 'La mise à jour n’a pas pu être préparée. Réessayez demain\u00a0; si cela continue, prévenez votre installateur.';

/** Why this program does not look for updates. */
export function offSentence({ isPackaged, isKnown }: { isPackaged: boolean; isKnown: boolean }): string {
  if (!isPackaged) return 'Ce programme est lancé depuis ses sources\u00a0: il ne cherche pas de mise à jour.';
  if (!isKnown) return 'Ce programme n’a pas été installé par un de nos paquets\u00a0: mettez-le à jour comme vous l’avez installé.';
  return 'Son éditeur ne lui a pas donné d’adresse de mise à jour\u00a0: il n’en cherche pas. Demandez les nouvelles versions à votre installateur.';
}

const byCode: Record<string, string> = {
  ERR_UPDATER_NOT_SIGNED: unsigned, ERR_UPDATER_INVALID_SIGNATURE: unsigned, ERR_UPDATER_NOT_OURS: unsigned,
  ERR_UPDATER_NOT_INSTALLED: notInstalled, ERR_CHECKSUM_MISMATCH: damaged, ERR_UPDATER_SILENT: unreachable,
  ENOSPC: diskFull, EDQUOT: diskFull, EACCES: forbidden, EPERM: forbidden, EROFS: forbidden,
};

export function sentenceOfUpdateError(error: unknown): string {
  const { code, message, statusCode } = Object(error) as { code?: unknown; message?: unknown; statusCode?: unknown };
  const known = byCode[String(code)];
  if (known) return known;
  const words = `${String(code)} ${String(message)}`;
  if (typeof statusCode === 'number' || /\bstatus \d{3}\b/.test(words)) return nothingThere;
  if (/ENOSPC|NO_SPACE/.test(words)) return diskFull;
  // The person closed the box that asks for an administrator, or it gave up waiting.
  if (/exited with code|Command failed/.test(words)) return notInstalled;
  return /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|net::ERR_|aborted|timed out|socket/i.test(words) ? unreachable : unknown;
}
