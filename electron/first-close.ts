// Why: the first time the window is closed, says once that the portal goes on without it.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';

export function explainFirstClose(hasTray: boolean): void {
  const mark = join(app.getPath('userData'), 'fermeture-expliquee');
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  void dialog.showMessageBox({
    type: 'info',
    title: 'Le portail des factures',
    message: 'Le portail reste ouvert aux habitants.',
    detail: hasTray
      ? 'Seule la fenêtre est fermée. Pour la retrouver, cliquez sur l’icône près de l’horloge. Pour tout arrêter, choisissez « Quitter » dans le menu de cette icône.'
      : 'Seule la fenêtre est fermée. Pour la retrouver, lancez de nouveau le programme.',
    buttons: ['J’ai compris'],
  });
}
