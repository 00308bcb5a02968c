// Why: a backup may weigh gigabytes: its beginning tells what it holds, then the browser sends it from the disk, and the server says how far it has come.
import { onBeforeUnmount, ref } from 'vue';
import type { BackupProgressDto, BackupSummaryDto } from '../server/contract/schemas.ts';
import { fileRoutes, restorePassphraseHeader } from '../server/contract/file-routes.ts';
import { call, callInBackground, putFile } from './api.ts';

const headBytes = 80_000;
const everyMs = 700;

export async function readSummary(file: File, passphrase: string): Promise<BackupSummaryDto> {
  const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  return call('restore.preview', { head: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')), passphrase });
}

export const takeOver = (file: File, passphrase: string): Promise<unknown> => putFile(fileRoutes.restore, file, { headers: { [restorePassphraseHeader]: encodeURIComponent(passphrase) } });

/** How far the backup under way has come, asked until it is told to stop. */
export function useBackupProgress() {
  const progress = ref<BackupProgressDto | null>(null);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);
  function follow(): void {
    stop();
    progress.value = null;
    timer = setInterval(() => void callInBackground('backups.progress', {}).then((answer) => { progress.value = answer; }, () => undefined), everyMs);
  }
  onBeforeUnmount(stop);
  return { progress, follow, stop };
}

export function weightInWords(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'ko'] : bytes < 1e9 ? [bytes / 1e6, 'Mo'] : [bytes / 1e9, 'Go'];
  return `${value.toLocaleString('fr-FR', { maximumFractionDigits: value < 10 ? 1 : 0 })}\u00a0${unit}`;
}
