// Why: opens the person's own browser; a computer where none opens says so, with the address.
import { dialog, shell } from 'electron';

export function browse(address: string): void {
  shell.openExternal(address).catch(() => dialog.showMessageBox({
    type: 'warning', title: 'Le portail des factures', message: 'Le navigateur de cet ordinateur ne s’est pas ouvert.', detail: `Ouvrez-le vous-même, à cette adresse\u00a0: ${address}`,
  }));
}
