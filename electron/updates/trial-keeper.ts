// Why: watches over a new version until it is proved, and goes back to the one before when a person wants it.
import { copyBefore, finishTakeBack, takeBack } from './take-back.ts';
import { endTrial, readTrial, watchTrial, type Trial } from './trial.ts';
import { lateSentence, wayBackWords, type WayBack } from './way-back-words.ts';

export interface TrialNeeds {
  /** Of the program that runs. */
  version: string;
  trialFile: string;
  dataFolder: string;
  /** Installs a kept package without anybody. */
  isAlone: boolean;
  isServing: () => Promise<boolean>;
  onLate: () => void;
  /** It serves, after it was said to be late. */
  onRecovered: () => void;
  /** This version does not do here, or was never installed. */
  onRefused: (version: string) => void;
  /** Says what is lost; answers whether the person goes on. */
  agrees: (wayBack: WayBack) => Promise<boolean>;
  stopPortal: () => Promise<void>;
  openPortal: () => void;
  /** Puts the program of before in place, where that may be done under the one that runs: it is what a full disk refuses. @throws the system's error: nothing has changed. */
  putBack: (installer: string) => void;
  /** Ends the program; the version of before is to be installed, from its package or from an address. */
  leaveFor: (former: { installer: string | null; download: string }) => Promise<void>;
}

export class TrialKeeper {
  private isLate = false;
  private isOver = false;
  private stopWatching = (): void => undefined;
  private readonly trial: Trial | undefined;

  /** Before the server starts. */
  constructor(private readonly needs: TrialNeeds) {
    finishTakeBack(needs.dataFolder);
    const trial = readTrial(needs.trialFile);
    const isOfNow = trial !== undefined && (trial.to === needs.version || (trial.from === needs.version && this.copyOf(trial) !== undefined));
    if (trial && !isOfNow) this.end();
    if (trial?.from === needs.version && !isOfNow) needs.onRefused(trial.to);
    this.trial = isOfNow ? trial : undefined;
  }

  /** Again after a way back that failed. */
  begin(): void {
    if (!this.trial || this.isOver) return;
    this.stopWatching = watchTrial({
      isHealthy: this.needs.isServing,
      onPassed: () => this.pass(),
      onLate: () => {
        this.isLate = true;
        this.needs.onLate();
      },
    });
  }

  /** What is wrong, when the server does not say: it is silent. */
  get sentence(): string {
    return this.isLate ? lateSentence : '';
  }

  /** While the version that runs is not proved. */
  get wayBack(): WayBack | undefined {
    const { trial, needs: { version, isAlone } } = this;
    if (!trial || this.isOver) return undefined;
    return wayBackWords(trial, { copy: this.copyOf(trial), isAlone, isHere: trial.from === version });
  }

  /** The trial lasts until the version of before starts: an installer that the person closes may be asked for again. */
  async goBack(now: Date): Promise<void> {
    const { trial, wayBack, needs } = this;
    if (!trial || !wayBack || !(await needs.agrees(wayBack))) return;
    // It may have opened at last while the person was reading.
    if (this.isOver) return;
    this.stopWatching();
    const isHere = trial.from === needs.version;
    await needs.stopPortal();
    if (trial.installer && !isHere) needs.putBack(trial.installer);
    const copy = this.copyOf(trial);
    if (copy) takeBack(needs.dataFolder, copy, now);
    needs.onRefused(trial.to);
    if (!isHere) return needs.leaveFor(trial);
    this.end();
    needs.openPortal();
  }

  /** The new version is kept, or its data are put aside: there is nothing to come back to. */
  end(): void {
    this.stopWatching();
    this.isOver = true;
    this.isLate = false;
    endTrial(this.needs.trialFile);
  }

  private pass(): void {
    const wasLate = this.isLate;
    this.end();
    if (wasLate) this.needs.onRecovered();
  }

  private copyOf({ startedAt }: Trial): string | undefined {
    return copyBefore(this.needs.dataFolder, new Date(startedAt));
  }
}
