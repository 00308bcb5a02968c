// Why: the only bridge between the staff interface and the shell; no Electron object crosses it.
import { contextBridge, ipcRenderer } from 'electron';
import { channelOf, desktopFunctions, menuActs, menuChannel, type MenuAct } from './desktop-api.ts';

function onMenu(listener: (act: MenuAct) => void): void {
  ipcRenderer.on(menuChannel, (_event, asked: unknown) => {
    const act = menuActs.find((each) => each === asked);
    if (act) listener(act);
  });
}

contextBridge.exposeInMainWorld('desktop', {
  ...Object.fromEntries(desktopFunctions.map((name) => [name, (...args: unknown[]) => ipcRenderer.invoke(channelOf(name), ...args)])), onMenu,
});
