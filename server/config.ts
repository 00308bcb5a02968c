// Why: the process's configuration, from the command line and the environment only; every fault is listed at once.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultOfInput } from './contract/input-faults.ts';
import { isSiteAddress } from './contract/schemas.ts';
import { isProxyBlock } from './domain/client-address.ts';
import { isPayfipAddress } from './domain/payfip-address.ts';

const port = z.coerce.number({ error: ({ code }) => (code === 'invalid_type' ? 'doit être un nombre' : undefined) }).int().min(0).max(65_535);

const configSchema = z.object({
  /** Absolute path of the folder that holds all state. */
  dataFolder: z.string().min(1).transform((path) => resolve(path)),
  /** 0 = any free port. */
  portalPort: port,
  staffPort: port,
  /** Overrides the address of the settings in links and Host checks. */
  publicUrl: z.string().refine(isSiteAddress, 'doit être une adresse comme https://factures.macommune.fr').optional(),
  /** Overrides PayFiP's address of the settings: the simulator of a demonstration. */
  payfipUrl: z.string().refine(isPayfipAddress, 'doit être celle de PayFiP, ou d’un simulateur de ce poste comme http://127.0.0.1:8480').optional(),
  /** Proxies whose X-Forwarded-For is believed: addresses or CIDR blocks. */
  trustedProxies: z.array(z.string().refine(isProxyBlock, 'doit être une liste d’adresses ou de blocs, comme 127.0.0.1,10.0.0.0/8')),
  /** The folder held a portal before: an empty one must not take its place. */
  isKnown: z.boolean().optional(),
  /** What the folder holds is put aside first, for a backup to be taken over. */
  isSetAside: z.boolean().optional(),
});
export type Config = z.infer<typeof configSchema>;

export class ConfigError extends Error {
  override name = 'ConfigError';
}

export const configOptions = {
  data: { type: 'string' },
  'portal-port': { type: 'string' },
  'staff-port': { type: 'string' },
  'public-url': { type: 'string' },
  'payfip-url': { type: 'string' },
  'trusted-proxies': { type: 'string' },
  known: { type: 'boolean' },
  'set-aside': { type: 'boolean' },
} as const;
type Flag = 'known' | 'set-aside';

/**
 * Reads `--data --portal-port --staff-port --public-url --payfip-url --trusted-proxies --known --set-aside`, else PORTAIL_DATA, PORTAIL_PORTAL_PORT…
 * @throws ConfigError with one French line a fault.
 */
export function readConfig(argv: string[], env: NodeJS.ProcessEnv): Config {
  const options = parseOptions(argv);
  const read = (name: Exclude<keyof typeof configOptions, Flag>) => options[name] ?? env[`PORTAIL_${name.toUpperCase().replaceAll('-', '_')}`];
  const parsed = configSchema.safeParse({
    dataFolder: read('data') ?? join(homedir(), '.portail-des-factures'),
    portalPort: read('portal-port') ?? 8080,
    staffPort: read('staff-port') ?? 0,
    publicUrl: read('public-url'),
    payfipUrl: read('payfip-url'),
    trustedProxies: read('trusted-proxies')?.split(',').map((each) => each.trim()).filter(Boolean) ?? [],
    isKnown: options.known === true || env.PORTAIL_KNOWN === '1',
    isSetAside: options['set-aside'] === true,
  }, { error: faultOfInput });
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => `Configuration\u00a0: ${issue.path.join('.')}\u00a0: ${issue.message}.`).join('\n'));
}

function parseOptions(argv: string[]): { [Name in keyof typeof configOptions]?: Name extends Flag ? boolean : string } {
  try {
    return parseArgs({ args: argv, options: configOptions, strict: true }).values;
  } catch (error) {
    throw new ConfigError(explainArguments(error) ?? String(error));
  }
}

const argumentFaults: Record<string, (word: string) => string> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (word) => `L’option ${word} est inconnue.`,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (word) => `L’option ${word} est incomplète, ou reçoit une valeur de trop.`,
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: (word) => `Le mot «\u00a0${word}\u00a0» est de trop.`,
};

/** What parseArgs did not understand, in French; null when the error is of another kind. */
export function explainArguments(error: unknown): string | null {
  const explain = error instanceof TypeError && 'code' in error ? argumentFaults[String(error.code)] : undefined;
  return explain?.(/'(?:-\w, )?([^' ]+)/.exec((error as Error).message)?.[1] ?? '') ?? null;
}
