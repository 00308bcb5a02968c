// Why: what going back to the version of before an update does and loses, said before it is done. Pure.
import type { Trial } from './trial.ts';

export const lateSentence = 'La nouvelle version n’a pas ouvert le portail en une minute. Si de nombreuses factures sont à reprendre, elle y travaille peut-être encore\u00a0: attendez quelques minutes.';

export const wayBackCutSentence = (cause: string): string => `Le retour à la version d’avant n’est pas terminé, et le portail ne peut pas s’ouvrir. ${cause} Rouvrez ensuite le programme\u00a0: il terminera.`;

export interface WayBack { version: string; effect: string; data: string; program: string }

/** `copy`: the data of before, if the new version has changed them. */
export function wayBackWords({ from, startedAt, installer, download }: Trial, { copy, isAlone, isHere }: { copy: string | undefined; isAlone: boolean; isHere: boolean }): WayBack {
  const at = new Date(startedAt).toLocaleString('fr-FR', { dateStyle: 'long', timeStyle: 'short' });
  return {
    version: from,
    effect: copy ? `Les données redeviendront celles d’avant la mise à jour (${at})\u00a0; celles d’aujourd’hui seront gardées à côté.` : 'Les données n’ont pas été changées par la mise à jour\u00a0: rien ne sera perdu.',
    data: copy
      ? `Les données redeviennent celles du ${at}. Ce que le portail a enregistré depuis n’y sera plus\u00a0: comptes, factures publiées, messages, réglages, paiements. Un paiement fait depuis se retrouve chez PayFiP ou dans le relevé de la trésorerie. Rien n’est effacé\u00a0: la base d’aujourd’hui est gardée dans le dossier «\u00a0copies\u00a0».`
      : 'Les données n’ont pas été changées par la mise à jour\u00a0: rien n’est perdu.',
    program: programWords({ from, installer, download, isAlone, isHere }),
  };
}

function programWords({ from, installer, download, isAlone, isHere }: { from: string; installer: string | null; download: string; isAlone: boolean; isHere: boolean }): string {
  if (isHere) return 'Le portail se rouvrira aussitôt.';
  if (!installer) return `L’installateur de la version ${from} n’est plus sur ce poste\u00a0: votre navigateur va le télécharger (${download}). Installez-le, puis ouvrez le programme.`;
  return isAlone ? 'Le programme se fermera, puis se rouvrira.' : `Le programme se fermera et l’installateur de la version ${from} s’ouvrira.`;
}
