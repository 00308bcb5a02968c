// Why: the only bridge between the staff interface and the shell; no Electron object crosses it.
import { contextBridge, ipcRenderer } from 'electron';
import { channelOf, desktopFunctions } from './desktop-api.ts';

contextBridge.exposeInMainWorld(
  'desktop',
  Object.fromEntries(desktopFunctions.map((name) => [name, (...args: unknown[]) => ipcRenderer.invoke(channelOf(name), ...args)])),
);
