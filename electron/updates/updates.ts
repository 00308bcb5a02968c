// Why: looks for a new version, fetches it, and has it installed when it is asked to or at night; says in a sentence what went wrong.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { CancellationToken, type UpdateInfo } from 'electron-updater/out/types.js';
import type { UpdateOffer, UpdateState } from '../desktop-api.ts';
import { isCheckDue, isInstallHour, mayFetchAlone } from './schedule.ts';
import { updateError } from './signed-provider.ts';
import { readMemory, writeMemory, type UpdateMemory } from './update-memory.ts';
import { sentenceOfUpdateError } from './update-words.ts';

export interface UpdatesNeeds {
  /** Of the program that runs. */
  version: string;
  updater: AppUpdater;
  installsAlone: boolean;
  memoryFile: string;
  /** Where the download goes. */
  freeBytes: () => Promise<number>;
  /** Closes the portal and leaves the program to the new version. @throws Error when it is not installed: the portal is open again. */
  install: (found: { version: string; file: string }) => Promise<void>;
  /** What the sentence of a fault leaves out. */
  record: (error: unknown) => void;
  /** A new version waits, fetched. */
  onReady: (version: string) => void;
  /** A download that gets nothing for so long is over. */
  stallMs: number;
}

interface Found extends UpdateOffer { sha512: string }

/** The file received, the one kept to come back, the program itself. */
const copiesOfPackage = 3;
const longestNotes = 5_000;

export class Updates {
  private step: UpdateState['step'] = 'idle';
  private found: Found | null = null;
  /** Fetched, and its print verified. */
  private file: string | undefined;
  private percent = 0;
  private problem = '';
  private triedAt: Date | null = null;
  private readonly memory: UpdateMemory;

  constructor(private readonly needs: UpdatesNeeds) {
    this.memory = readMemory(needs.memoryFile);
    this.remember({});
  }

  get state(): Omit<UpdateState, 'waits'> {
    const { found, step, percent, problem, memory: { checkedAt, tonight }, needs: { version, installsAlone } } = this;
    const offer = found && { version: found.version, notes: found.notes, bytes: found.bytes };
    return { version, off: '', step, checkedAt, offer, percent, problem, isForTonight: offer !== null && tonight === offer.version, installsAlone };
  }

  /** Once a minute: what this hour asks for. */
  async tick(now: Date): Promise<void> {
    const { checkedAt, minuteOfNight, isOffered } = this.memory;
    if (this.state.isForTonight && this.file && this.needs.installsAlone && isInstallHour(now)) return this.install();
    const isForgotten = isOffered && !this.found;
    if (this.step === 'later' && mayFetchAlone(this.putOffSince, now)) return this.look(now, 'alone');
    if (isCheckDue({ checkedAt: checkedAt && !isForgotten ? new Date(checkedAt) : null, triedAt: this.triedAt, now, minuteOfNight })) await this.look(now, 'alone');
  }

  /** What has already failed on this computer is fetched again only when someone asks. */
  async look(now: Date, who: 'asked' | 'alone'): Promise<void> {
    if (this.step !== 'idle' && this.step !== 'later' && this.step !== 'ready') return;
    let isPutOff = false;
    this.triedAt = now;
    this.step = 'checking';
    this.problem = '';
    try {
      const answer = await this.needs.updater.checkForUpdates();
      const found = answer?.isUpdateAvailable ? foundIn(answer.updateInfo) : null;
      this.remember({ checkedAt: now.toISOString(), isOffered: found !== null });
      if (found?.sha512 !== this.found?.sha512) this.file = undefined;
      this.found = found;
      const isWanted = found && !this.file && (who === 'asked' || !this.memory.failed.includes(found.version));
      isPutOff = isWanted === true && who === 'alone' && !mayFetchAlone(this.putOffSince, now) && this.memory.received !== found.sha512;
      if (isPutOff) this.remember({ putOffSince: this.memory.putOffSince ?? now.toISOString() });
      else if (isWanted) await this.fetch(found);
    } catch (error) {
      this.fail(error);
    } finally {
      this.step = this.file ? 'ready' : isPutOff ? 'later' : 'idle';
    }
  }

  private get putOffSince(): Date | null {
    const { putOffSince } = this.memory;
    return putOffSince === null ? null : new Date(putOffSince);
  }

  async install(): Promise<void> {
    const { file, found } = this;
    if (this.step !== 'ready' || !file || !found) return;
    this.step = 'installing';
    this.problem = '';
    this.remember({ tonight: null });
    try {
      await this.checkAgain(file, found);
      await this.needs.install({ version: found.version, file });
    } catch (error) {
      this.fail(error);
      this.step = this.file ? 'ready' : 'idle';
    }
  }

  chooseNight(isChosen: boolean): void {
    this.remember({ tonight: isChosen && this.needs.installsAlone ? this.found?.version ?? null : null });
  }

  /** `version` did not do here: nobody is offered it again unless they ask. */
  giveUp(version: string, sentence: string): void {
    this.problem = sentence;
    if (!this.memory.failed.includes(version)) this.remember({ failed: [...this.memory.failed, version] });
  }

  private async fetch(found: Found): Promise<void> {
    this.step = 'downloading';
    this.percent = 0;
    if ((await this.needs.freeBytes()) < copiesOfPackage * found.bytes) throw updateError('ENOSPC', 'no room for the update');
    this.file = await this.download();
    this.remember({ received: found.sha512, putOffSince: null });
    this.needs.onReady(found.version);
  }

  private async download(): Promise<string> {
    const { updater, stallMs } = this.needs;
    const given = new CancellationToken();
    const stall = setTimeout(() => given.cancel(), stallMs);
    const hear = ({ percent }: { percent: number }) => {
      this.percent = Math.floor(percent);
      stall.refresh();
    };
    updater.on('download-progress', hear);
    try {
      const [file] = await updater.downloadUpdate(given);
      if (!file) throw updateError('ERR_UPDATER_SILENT', 'nothing was downloaded');
      return file;
    } catch (error) {
      throw given.cancelled ? updateError('ERR_UPDATER_SILENT', 'the download stalled') : error;
    } finally {
      clearTimeout(stall);
      updater.off('download-progress', hear);
    }
  }

  /** Hours may have passed since it was received. */
  private async checkAgain(file: string, { sha512 }: Found): Promise<void> {
    const hash = createHash('sha512');
    if (existsSync(file)) await pipeline(createReadStream(file), hash);
    if (existsSync(file) && hash.digest('base64') === sha512) return;
    this.file = undefined;
    rmSync(file, { force: true });
    throw updateError('ERR_CHECKSUM_MISMATCH', 'the file is no longer what was received');
  }

  private remember(changes: Partial<UpdateMemory>): void {
    Object.assign(this.memory, changes);
    try {
      writeMemory(this.needs.memoryFile, this.memory);
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.problem = sentenceOfUpdateError(error);
    this.needs.record(error);
  }
}

function foundIn({ version, files, releaseNotes }: UpdateInfo): Found | null {
  const [file] = files;
  return file ? { version, notes: typeof releaseNotes === 'string' ? releaseNotes.trim().slice(0, longestNotes) : '', bytes: file.size ?? 0, sha512: file.sha512 } : null;
}
