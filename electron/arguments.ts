// Why: what the person who starts the program may choose; Chromium's own switches pass by unread.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DesktopArguments {
  dataFolder: string | undefined;
  portalPort: string | undefined;
}

export function readArguments(argv: string[]): DesktopArguments {
  const options = { data: { type: 'string' }, 'portal-port': { type: 'string' } } as const;
  const { values } = parseArgs({ args: argv, options, strict: false, allowPositionals: true });
  const { data, 'portal-port': portalPort } = values;
  return {
    dataFolder: typeof data === 'string' ? resolve(data) : undefined,
    portalPort: typeof portalPort === 'string' ? portalPort : undefined,
  };
}
