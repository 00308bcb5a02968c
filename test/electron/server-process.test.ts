// Why: the supervisor's promises, with a child that misbehaves on order and a clock that obeys.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerProcess } from '../../electron/server-process.ts';
import { FakeChild, ready } from '../support/fake-server-child.ts';

function supervise() {
  const children: FakeChild[] = [];
  const heard: string[] = [];
  const server = new ServerProcess((staffPort) => {
    children.push(new FakeChild(staffPort));
    return children.at(-1)!;
  }, { onReady: () => heard.push('ready'), onEnd: () => heard.push('end'), onTrouble: () => heard.push(server.trouble), onWork: (work) => heard.push(`${work.newMessages} messages`) });
  server.start();
  return { server, children, heard, last: () => children.at(-1)! };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('ServerProcess', () => {
  it('gives the addresses once ready', () => {
    const { server, heard, last } = supervise();
    expect(last().staffPort).toBe(0);
    last().say(ready);
    expect(heard).toEqual(['ready']);
    expect(server.addresses).toEqual({ portalUrl: ready.portalUrl, portalAddresses: ready.portalAddresses, staffUrl: ready.staffUrl, launchKey: 'k1' });
  });

  it('hears where the portal is found now', () => {
    const { server, last } = supervise();
    last().say(ready);
    last().say({ type: 'portal-addresses', portalAddresses: ['http://192.168.1.10:8080', 7] });
    expect(server.addresses).toEqual({ portalUrl: ready.portalUrl, portalAddresses: ['http://192.168.1.10:8080'], staffUrl: ready.staffUrl, launchKey: 'k1' });
  });

  it('starts again at once after a crash, on the same staff port, and says where it is', () => {
    const { server, children, heard, last } = supervise();
    expect(server.state).toBe('opening');
    last().say(ready);
    expect(server.state).toBe('open');
    vi.advanceTimersByTime(1_000);
    last().exit();
    expect([server.state, heard]).toEqual(['restarting', ['ready', 'end']]);
    vi.advanceTimersByTime(99);
    expect(children).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(children).toHaveLength(2);
    expect(last().staffPort).toBe(4000);
    last().say(ready);
    expect(server.state).toBe('open');
  });

  it.each([['before it opens', false], ['as soon as it has opened', true]])('dying %s, waits longer each time, then gives up and says so', (_, opens) => {
    const { server, children, heard, last } = supervise();
    const die = () => {
      if (opens) last().say(ready);
      vi.advanceTimersByTime(999);
      last().exit();
    };
    for (const delay of [250, 500, 1_000, 2_000, 5_000, 15_000]) {
      die();
      vi.advanceTimersByTime(delay - 1);
      const before = children.length;
      vi.advanceTimersByTime(1);
      expect(children).toHaveLength(before + 1);
    }
    die();
    vi.advanceTimersByTime(3_600_000);
    expect(children).toHaveLength(7);
    expect(heard.at(-1)).toMatch(/arrêté plusieurs fois/);
    expect(server.state).toBe('stopped');
  });

  it('killed fifty times, a few seconds apart, comes back each time without delay', () => {
    const { children, heard, last } = supervise();
    for (let kill = 0; kill < 50; kill += 1) {
      last().say(ready);
      vi.advanceTimersByTime(1_000 + kill * 150);
      last().exit();
      vi.advanceTimersByTime(100);
    }
    expect(children).toHaveLength(51);
    expect(heard.filter((each) => each !== 'ready' && each !== 'end')).toEqual([]);
  });

  it('dying every five seconds without end, gives up; every five minutes, never', () => {
    for (const [period, gives] of [[5_000, true], [300_000, false]] as const) {
      const { server, last } = supervise();
      for (let crash = 0; crash < 100 && server.state !== 'stopped'; crash += 1) {
        last().say(ready);
        vi.advanceTimersByTime(period);
        last().exit();
        vi.advanceTimersByTime(500);
      }
      expect(server.state === 'stopped').toBe(gives);
    }
  });

  it('tries a fault that was named again and again: someone may mend it', () => {
    const { server, children, last } = supervise();
    for (let hour = 0; hour < 20; hour += 1) {
      last().say({ type: 'failed', message: 'Le disque est plein.' });
      last().exit();
      vi.advanceTimersByTime(30_000);
    }
    expect(children).toHaveLength(21);
    expect(server.trouble).toBe('Le disque est plein.');
    last().say(ready);
    expect(server.trouble).toBe('');
  });

  it('takes three missed beats for a crash', () => {
    const { children, last } = supervise();
    last().say(ready);
    vi.advanceTimersByTime(60_000);
    expect(children).toHaveLength(1);
    last().answersPings = false;
    vi.advanceTimersByTime(15_000);
    expect(children).toHaveLength(1);
    vi.advanceTimersByTime(5_500);
    expect(children).toHaveLength(2);
  });

  it('does not take a sleep, nor a clock that is set, for silence; and has what was due done', () => {
    const { server, children, last } = supervise();
    last().say(ready);
    last().answersPings = false;
    for (const jump of [3_600_000, -3_600_000, 20_000]) {
      vi.advanceTimersByTime(10_000);
      vi.setSystemTime(Date.now() + jump);
      vi.advanceTimersByTime(5_000);
    }
    expect(children).toHaveLength(1);
    expect(last().sent.filter((type) => type === 'wake')).toHaveLength(3);
    server.wake();
    expect(last().sent.at(-1)).toBe('wake');
    vi.advanceTimersByTime(20_100);
    expect(children).toHaveLength(2);
  });

  it('leaves a long start in peace', () => {
    const { children } = supervise();
    vi.advanceTimersByTime(3_600_000);
    expect(children).toHaveLength(1);
  });

  it('tells a failure once, keeps trying quietly, and recovers', () => {
    const { heard, last } = supervise();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      last().say({ type: 'failed', message: 'Le disque est plein.' });
      last().exit();
      vi.advanceTimersByTime(4_000);
    }
    expect(heard.filter((each) => each !== 'end')).toEqual(['Le disque est plein.']);
    expect(last().staffPort).toBe(0);
    last().say(ready);
    expect(heard.at(-1)).toBe('ready');
  });

  it('retries at once when asked, and tells again', () => {
    const { server, children, heard, last } = supervise();
    last().say({ type: 'failed', message: 'Port pris.' });
    last().exit();
    server.retry();
    expect(children).toHaveLength(2);
    last().say({ type: 'failed', message: 'Port pris.' });
    expect(heard).toEqual(['Port pris.', 'end', 'Port pris.']);
    server.retry();
    expect(children).toHaveLength(2);
  });

  it('stops when asked, and for good', async () => {
    const { server, children, last } = supervise();
    last().say(ready);
    await server.stop();
    expect(last().sent).toContain('stop');
    vi.advanceTimersByTime(3_600_000);
    expect(children).toHaveLength(1);
  });

  it('kills a server that does not stop within five seconds', async () => {
    const { server, last } = supervise();
    last().obeysStop = false;
    const killed = vi.spyOn(last(), 'kill');
    const stopped = server.stop();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(killed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(killed).toHaveBeenCalledOnce();
  });

  it('at the end of a session of Windows, answers once the server has ended', () => {
    const { server, children, last } = supervise();
    last().say(ready);
    Object.assign(last(), { obeysStop: false, looksBeforeEnd: 3 });
    server.stopBlocking();
    expect([last().sent.includes('stop'), last().isRunning(), last().isKilled]).toEqual([true, false, false]);
    last().exit();
    vi.advanceTimersByTime(600_000);
    expect(children).toHaveLength(1);
  });

  it('at the end of a session, does not wait for ever, nor for a server that is not there', () => {
    const { server, last } = supervise();
    last().say(ready);
    Object.assign(last(), { obeysStop: false, looksBeforeEnd: Infinity });
    server.stopBlocking();
    expect(last().isKilled).toBe(true);
    server.stopBlocking();
  });

  it('stops while it was waiting to start again', async () => {
    const { server, children, last } = supervise();
    last().exit();
    await server.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(children).toHaveLength(1);
  });

  it('hands over a new launch key, or nothing when the server dies or says nothing', async () => {
    const { server, last } = supervise();
    const given = server.newLaunchKey();
    last().say({ type: 'launch-key', launchKey: 'k2' });
    expect(await given).toBe('k2');
    const late = server.newLaunchKey();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await late).toBeUndefined();
    const lost = server.newLaunchKey();
    last().exit();
    expect(await lost).toBeUndefined();
    expect(await server.newLaunchKey()).toBeUndefined();
  });

  it('asks whether it serves: a server that says no, says nothing or dies does not', async () => {
    const { server, last } = supervise();
    last().say(ready);
    for (const isServing of [true, false]) {
      const asked = server.isServing();
      last().say({ type: 'answer', number: last().asked, isYes: isServing });
      expect(await asked).toBe(isServing);
    }
    const [first, second] = [server.isServing(), server.isServing()];
    last().say({ type: 'answer', number: last().asked, isYes: true });
    await vi.advanceTimersByTimeAsync(4_000);
    expect([await first, await second]).toEqual([false, true]);
    const silent = server.isServing();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await silent).toBe(false);
    const dying = server.isServing();
    last().exit();
    expect([await dying, await server.isServing()]).toEqual([false, false]);
  });

  it('asks the server who may change the settings of this computer, and takes no answer for no', async () => {
    const { server, last } = supervise();
    last().say(ready);
    for (const may of [true, false]) {
      const asked = server.maySettings();
      expect(last().sent.at(-1)).toBe('may-settings');
      last().say({ type: 'answer', number: last().asked, isYes: may });
      expect(await asked).toBe(may);
    }
    const [odd, dying] = [server.maySettings(), server.maySettings()];
    last().say({ type: 'answer', number: last().asked - 1, isYes: 'oui' });
    last().exit();
    expect([await odd, await dying, await server.maySettings()]).toEqual([false, false, false]);
  });

  it('takes a late answer for no other question than its own', async () => {
    const { server, last } = supervise();
    last().say(ready);
    const unanswered = server.maySettings();
    const late = last().asked;
    await vi.advanceTimersByTimeAsync(4_000);
    const next = server.maySettings();
    last().say({ type: 'answer', number: late, isYes: true });
    last().say({ type: 'answer', number: last().asked, isYes: false });
    expect([await unanswered, await next]).toEqual([false, false]);
  });

  it('opens again after it was stopped for an update that was not installed', async () => {
    const { server, children, last } = supervise();
    last().say(ready);
    await server.stop();
    server.start();
    expect([children.length, last().staffPort]).toEqual([2, 4000]);
    last().exit();
    vi.advanceTimersByTime(500);
    expect(children).toHaveLength(3);
  });

  it.each([undefined, null, 7, 'ready', [], {}, { type: 'ready' }, { type: 'ready', portalUrl: 1, staffUrl: 2, launchKey: 3 }, { type: 'failed' }, { type: 'launch-key' }])(
    'ignores %j',
    (message) => {
      const { heard, last } = supervise();
      last().say(message);
      expect(heard).toEqual([]);
    },
  );
});
