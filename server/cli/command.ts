// Why: what each command of the command line is made of.
import { readFileSync } from 'node:fs';

export interface CliCall {
  dataFolder: string;
  options: Record<string, string | boolean | undefined>;
  /** Closes this state, puts the verified one in its place and opens it. */
  replaceState: () => Promise<void>;
}
export interface CliCommand {
  summary: string;
  options: Record<string, { type: 'string' | 'boolean' }>;
  /** Refuses a folder that holds no portal yet, rather than making one where a name was mistyped. */
  isForExistingData?: true;
  /** Refuses a folder whose portal is in service. */
  isAlone?: true;
  /** Opens nothing: the data may be what is broken. */
  isApart?: true;
  run: (call: CliCall) => Promise<number>;
}

export const actor = 'command-line';
export const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : '');
export const readPassword = () => readFileSync(0, 'utf8').replace(/\r?\n$/, '');
export const print = (line: string) => process.stdout.write(`${line}\n`);
