// Why: a new version is believed only once it serves; until then the data and the program of before are one click away, and no power cut loses either.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyBefore, finishTakeBack, takeBack } from '../../../electron/updates/take-back.ts';
import { readTrial, writeTrial } from '../../../electron/updates/trial.ts';
import { TrialKeeper, type TrialNeeds } from '../../../electron/updates/trial-keeper.ts';

const startedAt = new Date('2026-11-24T02:03:00Z');
let folder: string;
let dataFolder: string;
let trialFile: string;
let said: string[];
let serves: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'portail-essai-'));
  dataFolder = join(folder, 'donnees');
  trialFile = join(folder, 'essai.json');
  mkdirSync(join(dataFolder, 'copies'), { recursive: true });
  for (const name of ['portail.sqlite', 'portail.sqlite-wal', 'portail.sqlite-shm']) writeFileSync(join(dataFolder, name), `${name} 1.1.0`);
  said = [];
  serves = true;
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function copy(name: string, minutes: number, text = name): string {
  const file = join(dataFolder, 'copies', name);
  writeFileSync(file, text);
  const at = new Date(startedAt.getTime() + minutes * 60_000);
  utimesSync(file, at, at);
  return file;
}

function keeper(version = '1.1.0', others: Partial<TrialNeeds> = {}): TrialKeeper {
  return new TrialKeeper({
    version, trialFile, dataFolder, isAlone: true, isServing: async () => serves, onLate: () => said.push('late'), onRecovered: () => said.push('recovered'), agrees: async () => true, onRefused: (refused) => said.push(`refused ${refused}`),
    putBack: (installer) => said.push(`put back ${installer}`),
    stopPortal: async () => void said.push('stop'), openPortal: () => said.push('open'), leaveFor: async ({ installer, download }) => void said.push(`leave for ${installer ?? download}`),
    ...others,
  });
}
const begin = (installer: string | null = null) => writeTrial(trialFile, { from: '1.0.0', to: '1.1.0', installer, download: 'https://exemple.fr/1.0.0.deb', startedAt: startedAt.toISOString() });
const base = () => readFileSync(join(dataFolder, 'portail.sqlite'), 'utf8');
const aside = () => readdirSync(join(dataFolder, 'copies'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/')).sort();

describe('the trial', () => {
  it('is over when the server has said twice that it serves', async () => {
    begin();
    const trial = keeper();
    trial.begin();
    await vi.advanceTimersByTimeAsync(3_000);
    expect([existsSync(trialFile), trial.wayBack?.version]).toEqual([true, '1.0.0']);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([existsSync(trialFile), trial.wayBack]).toEqual([false, undefined]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(said).toEqual([]);
  });

  it('does not ask a slow server again before it has answered', async () => {
    begin();
    const answers: ((isServing: boolean) => void)[] = [];
    const trial = keeper('1.1.0', { isServing: () => new Promise((resolve) => answers.push(resolve)) });
    trial.begin();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answers).toHaveLength(1);
    answers[0]!(true);
    await vi.advanceTimersByTimeAsync(3_000);
    expect([answers.length, existsSync(trialFile)]).toEqual([2, true]);
    answers[1]!(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(existsSync(trialFile)).toBe(false);
  });

  it('is not over when it serves once, then no more', async () => {
    begin();
    const trial = keeper();
    trial.begin();
    for (let turn = 0; turn < 20; turn += 1) {
      serves = turn % 2 === 0;
      await vi.advanceTimersByTimeAsync(3_000);
    }
    expect([said, existsSync(trialFile), trial.sentence]).toEqual([['late'], true, expect.stringContaining('en une minute')]);
  });

  it('offers the way back after a minute of silence, and takes the offer away if it serves at last', async () => {
    begin();
    serves = false;
    const trial = keeper();
    trial.begin();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said).toEqual(['late']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual(['late', 'late']);
    serves = true;
    await vi.advanceTimersByTimeAsync(120_000);
    expect([said, trial.wayBack, trial.sentence]).toEqual([['late', 'late', 'recovered'], undefined, '']);
  });

  it('goes on at the next start when the computer was turned off meanwhile', () => {
    begin();
    keeper().begin();
    expect(keeper().wayBack?.version).toBe('1.0.0');
  });

  it('is over when the data are put aside: nothing is left to come back to, and nothing is late', async () => {
    begin();
    serves = false;
    const trial = keeper();
    trial.begin();
    trial.end();
    await vi.advanceTimersByTimeAsync(120_000);
    expect([said, trial.wayBack, trial.sentence, existsSync(trialFile)]).toEqual([[], undefined, '', false]);
  });

  it('that never began, the version of before being still there, refuses the new one', () => {
    begin();
    expect(keeper('1.0.0').wayBack).toBe(undefined);
    expect([said, existsSync(trialFile)]).toEqual([['refused 1.1.0'], false]);
  });

  it('of another version altogether is forgotten', () => {
    begin();
    expect(keeper('2.0.0').wayBack).toBe(undefined);
    expect([said, existsSync(trialFile)]).toEqual([[], false]);
  });

  it('knows of the package of before only if it is still what was kept', () => {
    const kept = join(folder, '1.0.0.deb');
    writeFileSync(kept, 'entier');
    begin(kept);
    expect(readTrial(trialFile)?.installer).toBe(kept);
    writeFileSync(kept, 'abîmé');
    expect(readTrial(trialFile)).toMatchObject({ installer: null, download: 'https://exemple.fr/1.0.0.deb' });
  });

  it.each(['', '{', 'null', '[]', '{"from":"1.0.0"}', '{"from":"1","to":"2","download":"x","startedAt":"hier"}'])('written as %j is none', (text) => {
    writeFileSync(trialFile, text);
    expect(readTrial(trialFile)).toBe(undefined);
  });
});

describe('the way back', () => {
  it('says that nothing is lost when the data were not changed, and leaves them alone', async () => {
    begin(join(dataFolder, 'portail.sqlite'));
    copy('avant-version-11-depuis-9.sqlite', -60);
    const trial = keeper();
    expect(trial.wayBack).toMatchObject({ effect: expect.stringContaining('rien ne sera perdu'), program: 'Le programme se fermera, puis se rouvrira.' });
    await trial.goBack(new Date());
    expect([said, base(), aside(), existsSync(trialFile)]).toEqual([['stop', `put back ${join(dataFolder, 'portail.sqlite')}`, 'refused 1.1.0', `leave for ${join(dataFolder, 'portail.sqlite')}`], 'portail.sqlite 1.1.0', [], true]);
  });

  it('puts the data of before in place, keeps those of now, and says what is lost and where', async () => {
    begin();
    copy('avant-version-12-depuis-11.sqlite', 1, 'avant');
    copy('avant-version-12-depuis-11b.sqlite', 5, 'à moitié');
    const trial = keeper();
    expect(trial.wayBack?.data).toMatch(/Les données redeviennent celles du 24 novembre 2026.*paiements.*copies/s);
    expect(trial.wayBack?.program).toContain('https://exemple.fr/1.0.0.deb');
    await trial.goBack(new Date('2026-11-24T09:10:11Z'));
    expect([said, base()]).toEqual([['stop', 'refused 1.1.0', 'leave for https://exemple.fr/1.0.0.deb'], 'avant']);
    expect(aside()).toEqual(['', '-shm', '-wal'].map((end) => `remplacee-2026-11-24T09-10-11/portail.sqlite${end}`));
    expect(readFileSync(join(dataFolder, 'copies', aside()[0]!), 'utf8')).toBe('portail.sqlite 1.1.0');
    expect(readdirSync(dataFolder).sort()).toEqual(['copies', 'portail.sqlite']);
    expect(existsSync(join(dataFolder, 'copies/avant-version-12-depuis-11.sqlite'))).toBe(true);
  });

  it('is still there in the version of before, installed by hand over newer data', async () => {
    begin();
    copy('avant-version-12-depuis-11.sqlite', 1, 'avant');
    const trial = keeper('1.0.0');
    expect(trial.wayBack?.program).toBe('Le portail se rouvrira aussitôt.');
    await trial.goBack(new Date());
    expect([said, base()]).toEqual([['stop', 'refused 1.1.0', 'open'], 'avant']);
  });

  it('does nothing when the person thinks better of it, or when the new version serves while they read', async () => {
    begin();
    await keeper('1.1.0', { agrees: async () => false }).goBack(new Date());
    const trial = keeper('1.1.0', { agrees: async () => vi.advanceTimersByTimeAsync(6_000).then(() => true) });
    trial.begin();
    await trial.goBack(new Date());
    expect([said, existsSync(trialFile)]).toEqual([[], false]);
  });

  it('leaves the data alone when the program of before cannot be put back', async () => {
    begin(join(dataFolder, 'portail.sqlite-wal'));
    copy('avant-version-12-depuis-11.sqlite', 1, 'avant');
    const trial = keeper('1.1.0', { putBack: () => { throw new Error('ENOSPC'); } });
    await expect(trial.goBack(new Date())).rejects.toThrow('ENOSPC');
    expect([said, base(), trial.wayBack?.version]).toEqual([['stop'], 'portail.sqlite 1.1.0', '1.0.0']);
  });

  it('may be asked for again when its installer was closed, and is over once the version of before starts', async () => {
    begin();
    copy('avant-version-12-depuis-11.sqlite', 1, 'avant');
    await keeper().goBack(new Date('2026-11-24T09:10:11Z'));
    writeFileSync(join(dataFolder, 'portail.sqlite'), 'reprise encore');
    await keeper().goBack(new Date('2026-11-24T09:20:00Z'));
    expect([base(), aside().filter((name) => name.endsWith('.sqlite'))]).toEqual(['avant', ['remplacee-2026-11-24T09-10-11', 'remplacee-2026-11-24T09-20-00'].map((name) => `${name}/portail.sqlite`)]);
    const former = keeper('1.0.0');
    former.begin();
    await vi.advanceTimersByTimeAsync(6_000);
    expect([existsSync(trialFile), former.wayBack]).toEqual([false, undefined]);
  });

  it('survives a power cut at every step: there is always a database, and the next start ends what was begun', () => {
    const before = copy('avant-version-12-depuis-11.sqlite', 1, 'avant');
    const shots: string[] = [];
    const whole = join(folder, 'entier');
    cpSync(dataFolder, whole, { recursive: true });
    takeBack(dataFolder, before, new Date('2026-11-24T09:10:11Z'));
    // What the disk holds after each step, as takeBack makes them.
    const place = join(dataFolder, 'copies/remplacee-2026-11-24T09-10-11');
    for (const moved of [[], ['portail.sqlite-wal'], ['portail.sqlite-wal', 'portail.sqlite-shm'], ['portail.sqlite-wal', 'portail.sqlite-shm', 'portail.sqlite']]) {
      rmSync(dataFolder, { recursive: true });
      cpSync(whole, dataFolder, { recursive: true });
      mkdirSync(place);
      for (const name of moved) cpSync(join(dataFolder, name), join(place, name));
      for (const name of moved) if (name !== 'portail.sqlite') rmSync(join(dataFolder, name));
      writeFileSync(join(dataFolder, 'portail.sqlite.retour'), 'avant');
      writeFileSync(join(dataFolder, 'retour-en-cours'), place);
      finishTakeBack(dataFolder);
      shots.push(`${base()} | ${readdirSync(dataFolder).sort().join(' ')} | ${readdirSync(place).sort().join(' ')} | ${readFileSync(join(place, 'portail.sqlite'), 'utf8')}`);
    }
    expect(new Set(shots)).toEqual(new Set(['avant | copies portail.sqlite | portail.sqlite portail.sqlite-shm portail.sqlite-wal | portail.sqlite 1.1.0']));
    writeFileSync(join(dataFolder, 'retour-en-cours'), place);
    finishTakeBack(dataFolder);
    expect(base()).toBe('avant');
  });

  it('changes nothing when the copy cannot be put beside', () => {
    expect(() => takeBack(dataFolder, join(dataFolder, 'copies/absente.sqlite'), new Date())).toThrow();
    finishTakeBack(dataFolder);
    expect([base(), readdirSync(dataFolder).sort()]).toEqual(['portail.sqlite 1.1.0', ['copies', 'portail.sqlite', 'portail.sqlite-shm', 'portail.sqlite-wal']]);
  });

  it('knows a copy of this update from an older one, and takes the first', () => {
    expect(copyBefore(join(folder, 'absent'), startedAt)).toBe(undefined);
    copy('avant-version-11-depuis-9.sqlite', -1);
    copy('essai.sqlite', 1);
    copy('avant-version-12-depuis-11.sqlite.abc.part', 1);
    expect(copyBefore(dataFolder, startedAt)).toBe(undefined);
    copy('avant-version-13-depuis-12.sqlite', 3);
    copy('avant-version-13-depuis-11.sqlite', 2);
    expect(copyBefore(dataFolder, startedAt)).toMatch(/depuis-11\.sqlite$/);
  });
});
