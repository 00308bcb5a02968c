// Why: leaving has an order: the person agrees, the server stops properly, then the program ends.
import { app, dialog, type BrowserWindow } from 'electron';

export interface Quitting {
  /** Asks first: residents lose the portal. */
  ask(): Promise<void>;
  isUnderWay(): boolean;
  /** Windows ends the session: it says so to windows alone, and ends the program as soon as they have heard it. */
  hearSessionEnd(window: BrowserWindow): void;
}

export interface StoppedServer {
  stop(): Promise<void>;
  stopBlocking(): void;
}

/** Whoever asks to quit (menu, session end, signal), the server is stopped before. `mayLeave` asks about what is typed in the window, once the person wants to quit. */
export function prepareQuit(server: StoppedServer, mayLeave: () => Promise<boolean>): Quitting {
  let isUnderWay = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isUnderWay) return;
    isUnderWay = true;
    void server.stop().finally(() => app.exit(0));
  });
  // Without this listener Electron would quit with its last window.
  app.on('window-all-closed', () => undefined);
  const hearSessionEnd = (window: BrowserWindow) => void window.on('session-end', () => {
    isUnderWay = true;
    server.stopBlocking();
    app.exit(0);
  });
  return { ask: async () => { if (await agreesToQuit() && await mayLeave()) app.quit(); }, isUnderWay: () => isUnderWay, hearSessionEnd };
}

async function agreesToQuit(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Quitter le portail des factures',
    message: 'Le portail ne sera plus accessible aux habitants.',
    detail: 'Il le redeviendra quand vous rouvrirez le programme. Pour fermer seulement la fenêtre, choisissez « Annuler », puis fermez-la.',
    buttons: ['Quitter', 'Annuler'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
