// Why: reads what is offered only after the publisher's signature of it; whatever is not exactly what we publish is refused.
import type { OutgoingHttpHeaders } from 'node:http';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import { parseUpdateInfo, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { CancellationToken, type UpdateFileInfo, type UpdateInfo } from 'electron-updater/out/types.js';
import { isSignedManifest } from './manifest-signature.ts';
import type { UpdateSource } from './source.ts';

export interface PackageSource extends UpdateSource {
  /** Of the one kind of file that this computer installs, without its dot. */
  extension: string;
  /** For the whole of each of the two small files. */
  timeLimitMs: number;
}

export class SignedProvider extends GenericProvider {
  constructor(private readonly source: PackageSource, updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
    super({ provider: 'generic', url: source.address }, updater, runtimeOptions);
  }

  /** Without the number that electron-updater gives to each computer: nobody needs to know them apart. */
  override setRequestHeaders(headers: OutgoingHttpHeaders | null): void {
    super.setRequestHeaders(Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => name !== 'x-user-staging-id')));
  }

  /** @throws Error ERR_UPDATER_NOT_SIGNED, ERR_UPDATER_NOT_OURS, ERR_UPDATER_SILENT, or what the network says */
  override async getLatestVersion(): Promise<UpdateInfo> {
    const name = `${this.getDefaultChannelName()}.yml`;
    const text = await this.read(name);
    const signature = await this.read(`${name}.sig`).catch((error: unknown) => {
      throw Object(error).statusCode === 404 ? updateError('ERR_UPDATER_NOT_SIGNED', `${name}.sig is absent`) : error;
    });
    if (!isSignedManifest({ name, text, signature, publicKeys: this.source.publicKeys })) throw updateError('ERR_UPDATER_NOT_SIGNED', `${name} is not signed by the publisher`);
    const info = parseUpdateInfo(text, name, new URL(name, this.source.address));
    const file = isOurs(info) ? fileForHere(info.files, this.source.extension) : undefined;
    if (!file) throw updateError('ERR_UPDATER_NOT_OURS', `${name} is signed, but holds no release for this computer`);
    // The only one: electron-updater has nothing else to choose.
    return { ...info, files: [file] };
  }

  private async read(name: string): Promise<string> {
    const given = new CancellationToken();
    const url = new URL(name, this.source.address);
    url.search = `noCache=${Date.now()}`;
    const late = setTimeout(() => given.cancel(), this.source.timeLimitMs);
    try {
      return (await this.httpRequest(url, null, given)) ?? '';
    } catch (error) {
      throw given.cancelled ? updateError('ERR_UPDATER_SILENT', `${name} did not come in time`) : error;
    } finally {
      clearTimeout(late);
    }
  }
}

/** With a code, as those of electron-updater. */
export function updateError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** A whole release and not a trial, its files beside the manifest, each with its print. */
function isOurs(info: unknown): info is UpdateInfo {
  if (typeof info !== 'object' || info === null) return false;
  const { version, files, packages }: Record<string, unknown> = { ...info };
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version) || packages !== undefined) return false;
  return Array.isArray(files) && files.length > 0 && files.every(isFile);
}

function isFile(file: unknown): boolean {
  if (typeof file !== 'object' || file === null) return false;
  const { url, sha512, size }: Record<string, unknown> = { ...file };
  const isName = typeof url === 'string' && /^[\w][\w.-]*$/.test(url);
  return isName && typeof sha512 === 'string' && /^[A-Za-z0-9+/]{86}==$/.test(sha512) && Number.isInteger(size) && Number(size) > 0;
}

function fileForHere(files: UpdateFileInfo[], extension: string): UpdateFileInfo | undefined {
  const ofKind = files.filter(({ url }) => url.endsWith(`.${extension}`));
  return ofKind.find(({ url }) => url.includes(`-${process.arch}.`)) ?? (ofKind.length === 1 ? ofKind[0] : undefined);
}
