// Why: what a person can do when the portal does not open by itself: put the data aside for a backup, hand the facts to whoever helps.
import { join } from 'node:path';
import { app, dialog, shell, utilityProcess } from 'electron';
import { logFile } from './log-file.ts';

/** Says what follows, with nothing erased; answers whether to go on. */
export async function agreesToRestore(dataFolder: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Restaurer une sauvegarde',
    message: 'Le portail va rouvrir vide, pour reprendre une sauvegarde.',
    detail: `Les données actuelles sont mises de côté dans «\u00a0${join(dataFolder, 'mis-de-cote')}\u00a0»\u00a0: rien n’est effacé.\n\n`
      + 'Choisissez ensuite «\u00a0Reprendre depuis une sauvegarde\u00a0», avec le fichier «\u00a0.portail-sauvegarde\u00a0» et sa phrase. Sans eux, annulez et exportez le diagnostic.',
    buttons: ['Mettre de côté et restaurer', 'Annuler'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** Asks where, writes there, shows it. `program`: the built command line of the server. */
export async function exportDiagnostic(program: string, dataFolder: string): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const { filePath } = await dialog.showSaveDialog({ title: 'Exporter le diagnostic', defaultPath: join(app.getPath('documents'), `diagnostic-portail-${day}.txt`) });
  if (!filePath) return;
  const about = `Le portail des factures ${app.getVersion()}, Electron ${process.versions.electron}`;
  const code = await run(program, ['diagnostic', '--data', dataFolder, '--file', filePath, '--log', logFile(), '--program', about]);
  if (code === 0) shell.showItemInFolder(filePath);
  const made = { type: 'info', message: 'Le diagnostic est enregistré.', detail: `«\u00a0${filePath}\u00a0»\n\nIl ne contient ni nom, ni adresse de messagerie, ni mot de passe, ni facture\u00a0: vous pouvez l’ouvrir, et l’envoyer à votre installateur.` } as const;
  const failed = { type: 'error', message: 'Le diagnostic n’a pas pu être enregistré.', detail: `Choisissez un autre dossier que celui de «\u00a0${filePath}\u00a0», ou libérez de la place.` } as const;
  await dialog.showMessageBox({ title: 'Exporter le diagnostic', buttons: ['J’ai compris'], ...(code === 0 ? made : failed) });
}

function run(program: string, args: string[]): Promise<number> {
  const child = utilityProcess.fork(program, args, { serviceName: 'Diagnostic du portail', stdio: 'ignore' });
  return new Promise((resolve) => child.once('exit', resolve));
}
