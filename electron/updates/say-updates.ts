// Why: what the shell itself says of updates, outside the staff interface.
import { dialog, Notification } from 'electron';
import type { WayBack } from './way-back-words.ts';

const title = 'Le portail des factures';

export function tellReady(version: string, openScreen: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: 'Mise à jour prête', body: `La version ${version} peut être installée.` });
  notification.on('click', openScreen);
  notification.show();
}

/** Answers whether the person wants it. */
export async function askWayBack({ version, data, program }: WayBack): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning', title, message: `Revenir à la version ${version}\u00a0?`, detail: `${data}\n\n${program}`,
    buttons: [`Revenir à la version ${version}`, 'Annuler'], defaultId: 1, cancelId: 1, noLink: true,
  });
  return response === 0;
}

export async function askReopening(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info', title, message: 'Le programme vient d’être remplacé par une autre version.',
    detail: 'Celle qui est ouverte est encore l’ancienne. Rouvrez le programme pour passer à la nouvelle\u00a0: le portail sera fermé quelques instants.',
    buttons: ['Rouvrir maintenant', 'Plus tard'], defaultId: 0, cancelId: 1, noLink: true,
  });
  return response === 0;
}

export function sayFault(sentence: string): void {
  dialog.showErrorBox(title, sentence);
}
