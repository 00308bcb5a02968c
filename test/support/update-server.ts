// A server of updates on loopback, that may be asked to misbehave; and what electron-updater needs in the place of Electron.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type ClientRequest, type RequestOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpExecutor, type DownloadOptions } from 'builder-util-runtime';
import { signManifest } from '../../electron/updates/manifest-signature.ts';

export type Answer = string | Buffer | ((response: ServerResponse) => void);

export interface UpdateServer {
  address: string;
  /** By name; what is not here is not found. */
  files: Map<string, Answer>;
  /** Names, as they were asked for. */
  asked: string[];
  headers: Record<string, unknown>[];
  close: () => Promise<void>;
}

export async function startUpdateServer(): Promise<UpdateServer> {
  const files = new Map<string, Answer>();
  const asked: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createServer((incoming, response) => {
    const name = decodeURIComponent(new URL(incoming.url ?? '', 'http://x').pathname.slice('/mises-a-jour/'.length));
    asked.push(name);
    headers.push(incoming.headers);
    const answer = files.get(name);
    if (answer === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Introuvable</h1>');
    else if (typeof answer === 'function') answer(response);
    else response.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mises-a-jour/`, files, asked, headers,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

export interface Release { version: string; content: Buffer; extension?: string; notes?: string; key: { privateKey: string }; manifestName?: string; more?: string }

/** As electron-builder names them. */
const places: Record<string, string> = { AppImage: 'linux-x86_64', deb: 'linux-amd64', exe: 'windows-x64' };

/** Puts a release on the server, as ours makes them. */
export function publish(server: UpdateServer, { version, content, extension = 'AppImage', notes = 'Des corrections.', key, manifestName = 'latest-linux.yml', more = '' }: Release): string {
  const name = `portail-des-factures-${version}-${places[extension]}.${extension}`;
  const sha512 = createHash('sha512').update(content).digest('base64');
  const text = `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${content.length}\npath: ${name}\nsha512: ${sha512}\nreleaseNotes: ${JSON.stringify(notes)}\nreleaseDate: '2026-11-24T00:00:00.000Z'\n${more}`;
  server.files.set(manifestName, text);
  server.files.set(`${manifestName}.sig`, signManifest({ name: manifestName, text, privateKey: key.privateKey }));
  server.files.set(name, content);
  return name;
}

/** A computer on which version 1.0.0 is installed as an AppImage. */
export function installedProgram(version = '1.0.0') {
  const folder = mkdtempSync(join(tmpdir(), 'portail-mise-a-jour-'));
  const program = join(folder, 'Le portail.AppImage');
  writeFileSync(program, `version ${version}`, { mode: 0o755 });
  const userDataPath = join(folder, 'profil');
  const baseCachePath = join(folder, 'cache');
  mkdirSync(userDataPath);
  const config = join(folder, 'app-update.yml');
  writeFileSync(config, 'updaterCacheDirName: portail\n');
  const app = {
    version, name: 'Le portail des factures', isPackaged: true, appUpdateConfigPath: config, userDataPath, baseCachePath,
    whenReady: () => Promise.resolve(), relaunch: () => undefined, quit: () => undefined, onQuit: () => undefined,
  };
  return { folder, program, userDataPath, baseCachePath, config, machine: { app, executor: new NodeExecutor() }, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What Electron does with its own network: the same requests with Node's. */
class NodeExecutor extends HttpExecutor<ClientRequest> {
  override createRequest(options: RequestOptions, callback: (response: unknown) => void): ClientRequest {
    return request({ ...options, agent: false }, callback);
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const asked = { protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname, headers: options.headers ?? undefined } as RequestOptions;
      this.doDownload(asked, { destination, options, onCancel, callback: (error) => (error ? reject(error) : resolve(destination)), responseHandler: null }, 0);
    });
  }
}
