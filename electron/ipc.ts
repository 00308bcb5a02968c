// Why: the one door for messages from pages; it opens to the staff interface in the top frame of its own window only.
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { channelOf, desktopFunctions, updateActs, type DesktopApi, type DesktopFunction, type Preferences, type UpdateAct } from './desktop-api.ts';
import { preferenceNames } from './preference-file.ts';
import { originOf } from './trusted-url.ts';

/** What this computer does for the portal: hidden in the window from whoever may not change it, and refused here. */
const forSettings: DesktopFunction[] = ['changePreferences', 'askUpdates'];

export interface TrustedSender {
  contents: WebContents;
  staffUrl: () => string | undefined;
  /** Whether the agent at the window may change settings: the server knows. */
  maySettings: () => Promise<boolean>;
}

export function answerDesktop(api: Pick<DesktopApi, DesktopFunction>, trusted: TrustedSender): void {
  for (const name of desktopFunctions) {
    ipcMain.handle(channelOf(name), async (event, ...args: unknown[]) => {
      if (!isTrusted(event, trusted)) throw new Error('Refused');
      if (forSettings.includes(name) && !(await trusted.maySettings())) throw new Error('Refused');
      if (name === 'changePreferences') return api.changePreferences(readChanges(args));
      if (name === 'askUpdates') return api.askUpdates(readAct(args));
      if (args.length > 0) throw new Error('Refused');
      return api[name]();
    });
  }
}

/** One object of known names, each true or false. */
function readChanges(args: unknown[]): Partial<Preferences> {
  const [changes] = args;
  if (args.length !== 1 || typeof changes !== 'object' || changes === null) throw new Error('Refused');
  const names: string[] = [...preferenceNames];
  if (!Object.entries(changes).every(([name, value]) => names.includes(name) && typeof value === 'boolean')) throw new Error('Refused');
  return changes;
}

function readAct(args: unknown[]): UpdateAct {
  const act = updateActs.find((each) => args.length === 1 && each === args[0]);
  if (!act) throw new Error('Refused');
  return act;
}

function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent, { contents, staffUrl }: TrustedSender): boolean {
  const staffOrigin = originOf(staffUrl() ?? '');
  const isTopFrame = senderFrame !== null && senderFrame === contents.mainFrame;
  return sender === contents && isTopFrame && staffOrigin !== undefined && senderFrame.origin === staffOrigin;
}
