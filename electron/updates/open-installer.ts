// Why: opens the package of a former version that is kept on this computer; what the system will not open is shown in its folder.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { shell } from 'electron';

export async function openInstaller(file: string): Promise<void> {
  const isOpen = file.endsWith('.deb') ? await installDebian(file) : (await shell.openPath(file)) === '';
  if (!isOpen) shell.showItemInFolder(file);
}

/** Software centres refuse to go back to a former version. */
function installDebian(file: string): Promise<boolean> {
  return promisify(execFile)('pkexec', ['dpkg', '-i', file]).then(() => true, () => false);
}
