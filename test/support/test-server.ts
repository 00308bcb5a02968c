// The whole server, in this process, on a data folder of its own and free ports; mails go to a catcher.
import { rmSync } from 'node:fs';
import { startMailCatcher } from '../../build/mail-catcher.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import type { Config } from '../../server/config.ts';
import { startServer, type RunningServer } from '../../server/start.ts';
import { Browser } from './browser.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type MailCatcher = Awaited<ReturnType<typeof startMailCatcher>>;

export interface TestServer {
  dataFolder: string;
  portalUrl: string;
  staffUrl: string;
  mails: MailCatcher;
  running: RunningServer;
  /** A browser with no cookie. */
  browser: () => Browser;
  /** Stops and starts again on the same folder and ports. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function startTestServer(config: Partial<Config> = {}): Promise<TestServer> {
  const dataFolder = config.dataFolder ?? temporaryFolder();
  const mails = await startMailCatcher({ smtpPort: 0, webPort: 0 });
  const base: Config = { portalPort: 0, staffPort: 0, publicUrl: undefined, payfipUrl: undefined, trustedProxies: [], ...config, dataFolder };
  const running = await startServer(base);
  const server: TestServer = {
    dataFolder, mails, running, portalUrl: running.portalUrl, staffUrl: running.staffUrl,
    browser: () => new Browser(server.portalUrl),
    async restart() {
      await server.running.stop();
      const portOf = (url: string) => Number(new URL(url).port);
      server.running = await startServer({ ...base, portalPort: portOf(server.portalUrl), staffPort: portOf(server.staffUrl) });
    },
    async stop() {
      await server.running.stop();
      await mails.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  await updateSettings({
    actor: 'test',
    patch: {
      commune: { name: 'Mairie de Sistec', serviceName: 'Facturation Restauration scolaire', accentColor: '#1f5f8b' },
      contact: { personName: 'Madame SISTEC560 Test', email: 'service@sistec.test', phone: '05 61 00 19 30', hours: 'du lundi au vendredi, de 7h à 22h' },
      portal: { publicUrl: config.publicUrl ?? running.portalUrl, exposure: 'this-pc', minPasswordLength: 8 },
      smtp: { host: '127.0.0.1', port: mails.smtpPort, security: 'none', user: '', fromName: 'Mairie de Sistec', fromAddress: 'portail@sistec.test' },
    },
  });
  return server;
}
