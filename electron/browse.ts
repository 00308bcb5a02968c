// Why: opens the person's own browser; a computer where none opens says so, with the address.
import { dialog, shell } from 'electron';

/** Settles once the browser has it, or once the person has read the address. */
export async function browse(address: string): Promise<void> {
  try {
    await shell.openExternal(address);
  } catch {
    await dialog.showMessageBox({
      type: 'warning', title: 'Le portail des factures', message: 'Le navigateur de cet ordinateur ne s’est pas ouvert.', detail: `Ouvrez-le vous-même, à cette adresse\u00a0: ${address}`,
    });
  }
}
