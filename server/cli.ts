// Why: what an installer scripts, without window nor server: agents, imports, mails, demonstration, opening links.
process.env.NODE_ENV ??= 'production';
// Its own sentences are enough for whoever types; the log keeps what went wrong.
process.env.PORTAIL_LOG ??= 'warn';
// Every file that a command writes is for this user of the machine alone.
process.umask(0o077);

const { parseArgs } = await import('node:util');
const { readConfig, ConfigError, explainArguments } = await import('./config.ts');
const { AppError, isSystemError } = await import('./errors.ts');
const { runFrom } = await import('./call-place.ts');
const { openState } = await import('./open-state.ts');
const { refuseUnsafePlace } = await import('./unsafe-place.ts');
const { closeDatabase, databaseFileName } = await import('./db/database.ts');
const { takeDataFolder } = await import('./data-folder.ts');
const { placeRestored } = await import('./restored-state.ts');
const { cliCommands, usage } = await import('./cli/commands.ts');
const { existsSync, mkdirSync } = await import('node:fs');
const { join } = await import('node:path');

const [name = '', ...rest] = process.argv.slice(2);
const command = cliCommands[name];
if (!command) {
  const isHelp = name === '' || name === 'help' || name === '--help';
  console.log(isHelp ? usage() : `La commande «\u00a0${name}\u00a0» est inconnue.\n\n${usage()}`);
  process.exit(isHelp ? 0 : 2);
}

let release = async (): Promise<void> => undefined;
try {
  const { values } = parseArgs({ args: rest, options: { data: { type: 'string' }, ...command.options }, strict: true });
  const { data, ...options } = values as Record<string, string | boolean | undefined> & { data?: string };
  const { dataFolder } = readConfig(data ? ['--data', data] : [], process.env);
  if (command.isForExistingData && !existsSync(join(dataFolder, databaseFileName))) throw new AppError('data_folder_empty', { folder: dataFolder });
  if (!command.isApart) await openFolder(dataFolder, command.isAlone === true);
  const replaceState = async (): Promise<void> => {
    await closeDatabase();
    placeRestored(dataFolder);
    await openState(dataFolder);
  };
  process.exitCode = await runFrom('ligne de commande', () => command.run({ dataFolder, options, replaceState }));
} catch (error) {
  process.exitCode = 1;
  if (error instanceof AppError) console.error(error.sentence);
  else if (error instanceof ConfigError) console.error(error.message);
  else if (isSystemError(error, 'ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES')) console.error(`Le fichier ou le dossier «\u00a0${error.path ?? ''}\u00a0» ne peut pas être lu.`);
  else if (explainArguments(error)) console.error(`${explainArguments(error)}\n\n${usage()}`);
  else throw error;
} finally {
  await closeDatabase();
  await release();
  // Started by the desktop shell: such a process does not end with its work.
  if ('parentPort' in process) process.exit();
}

async function openFolder(folder: string, isAlone: boolean): Promise<void> {
  refuseUnsafePlace(folder);
  makeFolder(folder);
  if (isAlone) release = await takeDataFolder(folder);
  await openState(folder);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    throw new AppError('data_folder_unwritable', { folder });
  }
}

export {};
