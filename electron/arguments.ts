// Why: what the person who starts the program may choose; Chromium's own switches pass by unread.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DesktopArguments {
  dataFolder: string | undefined;
  portalPort: string | undefined;
  /** Started with the session: in the tray, without a window. */
  isHidden: boolean;
}

export function readArguments(argv: string[]): DesktopArguments {
  const options = { data: { type: 'string' }, 'portal-port': { type: 'string' }, hidden: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: argv, options, strict: false, allowPositionals: true });
  const { data, 'portal-port': portalPort, hidden } = values;
  return {
    dataFolder: typeof data === 'string' ? resolve(data) : undefined,
    portalPort: typeof portalPort === 'string' ? portalPort : undefined,
    isHidden: hidden === true,
  };
}
