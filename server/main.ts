// Why: the server's process, started by plain node or by the desktop shell: config → start → announce ready → stop on signal.
process.env.NODE_ENV ??= 'production';
type RunningServer = import('./start.ts').RunningServer;
// A variable set for another program of this computer must not take the proof out of PayFiP's answers.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// Every file that the server writes is for this user of the machine alone.
process.umask(0o077);

const { readConfig, ConfigError } = await import('./config.ts');
const { AppError } = await import('./errors.ts');
const { log } = await import('./log.ts');
const { watchMemory } = await import('./memory-watch.ts');
const { startServer } = await import('./start.ts');

/** What the desktop shell and the server say to each other. */
interface ParentPort {
  postMessage: (message: unknown) => void;
  on: (event: 'message', listener: (event: { data: unknown }) => void) => void;
}
const { parentPort } = process as unknown as { parentPort?: ParentPort };
const longestStop = 4_500;
/** What only a backup mends; so may be what nobody foresaw. */
const restorable = ['database_unreadable', 'data_folder_gone'];
const workEveryMs = 30_000;

// Sequelize warns on the console of a transaction that it could not end: that belongs to the log, as everything else.
console.warn = (message: unknown) => log.warn(String(message));
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'uncaught exception');
  process.exit(1);
});

try {
  const server = await startServer(readConfig(process.argv.slice(2), process.env));
  const launchKey = await server.newLaunchKey();
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), longestStop).unref();
    await server.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  void server.lost.then((refusal) => {
    tellFault(refusal);
    setTimeout(() => process.exit(1), longestStop).unref();
    void server.stop().finally(() => process.exit(1));
  });
  if (process.env.npm_lifecycle_event) stopWithParent(stop);
  if (parentPort) {
    parentPort.postMessage({ type: 'ready', portalUrl: server.portalUrl, portalAddresses: await server.portalAddresses(), staffUrl: server.staffUrl, launchKey });
    tellAddresses(server, (portalAddresses) => parentPort.postMessage({ type: 'portal-addresses', portalAddresses }));
    // Whoever started it starts it again.
    watchMemory({ resident: () => process.memoryUsage.rss(), isQuiet: server.isQuiet, onSwollen: () => void stop() });
    tellWork(server.countWork, (work) => parentPort.postMessage({ type: 'work', work }));
    const questions: Partial<Record<string, () => Promise<boolean>>> = { health: server.isServing, 'may-settings': server.maySettings };
    parentPort.on('message', async ({ data }) => {
      const { type, number } = { type: '', number: 0, ...(typeof data === 'object' ? data : {}) };
      const question = questions[type];
      if (type === 'ping') parentPort.postMessage({ type: 'pong' });
      if (type === 'wake') server.wake();
      if (question) parentPort.postMessage({ type: 'answer', number, isYes: await question() });
      if (type === 'new-launch-key') parentPort.postMessage({ type: 'launch-key', launchKey: await server.newLaunchKey() });
      if (type === 'stop') await stop();
    });
  } else {
    console.log(`Portail des habitants\u00a0: ${server.portalUrl}`);
    console.log(`Fenêtre de la mairie\u00a0: ${server.staffUrl}/#cle=${launchKey}  (ce lien sert une fois)`);
  }
} catch (error) {
  tellFault(error);
  setTimeout(() => process.exit(1), parentPort ? 200 : 0);
}

/** One sentence, to the window or to the terminal; what was not foreseen is in the log. */
function tellFault(error: unknown): void {
  const isForeseen = error instanceof AppError || error instanceof ConfigError;
  const message = error instanceof AppError ? error.sentence : error instanceof ConfigError ? error.message : 'Le portail n’a pas pu démarrer. Consultez le journal.';
  if (!isForeseen) log.fatal({ err: error }, 'start failed');
  const { code = '', details = {} } = error instanceof AppError ? error : {};
  if (parentPort) parentPort.postMessage({ type: 'failed', message, otherPort: details.other, isRestorable: !isForeseen || restorable.includes(code) });
  else console.error(message);
}

/** Now and every half minute. A count that fails is told by what failed: this is only a reminder. */
function tellWork(count: () => Promise<unknown>, tell: (work: unknown) => void): void {
  const tellOnce = (): void => void count().then(tell, (error: unknown) => log.warn({ err: error }, 'work not counted'));
  tellOnce();
  setInterval(tellOnce, workEveryMs).unref();
}

/** As soon as the settings change them, and every half minute: a network may have given this machine another one. */
function tellAddresses({ portalAddresses, watchAddresses }: Pick<RunningServer, 'portalAddresses' | 'watchAddresses'>, tell: (addresses: string[]) => void): void {
  const tellOnce = (): void => void portalAddresses().then(tell, (error: unknown) => log.warn({ err: error }, 'addresses not told'));
  watchAddresses(tellOnce);
  setInterval(tellOnce, workEveryMs).unref();
}

/** npm passes a signal to the shell that it starts, which dies of it without passing it on. */
function stopWithParent(stop: () => Promise<void>): void {
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) void stop(); }, 500).unref();
}

export {};
