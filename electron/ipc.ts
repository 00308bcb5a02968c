// Why: the one door for messages from pages; it opens to the staff interface in the top frame of its own window only.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { channelOf, desktopFunctions, type DesktopApi } from './desktop-api.ts';
import { originOf } from './trusted-url.ts';

export interface TrustedSender {
  contents: WebContents;
  staffUrl: () => string | undefined;
}

export function answerDesktop(api: DesktopApi, trusted: TrustedSender): void {
  for (const name of desktopFunctions) {
    ipcMain.handle(channelOf(name), (event, ...args: unknown[]) => {
      if (!isTrusted(event, trusted) || args.length > 0) throw new Error('Refused');
      return api[name]();
    });
  }
}

function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent, { contents, staffUrl }: TrustedSender): boolean {
  const staffOrigin = originOf(staffUrl() ?? '');
  const isTopFrame = senderFrame !== null && senderFrame === contents.mainFrame;
  return sender === contents && isTopFrame && staffOrigin !== undefined && senderFrame.origin === staffOrigin;
}
