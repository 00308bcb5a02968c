// A server that holds too much memory for long leaves at a quiet moment; one that needed it for a while stays.
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchMemory } from '../../server/memory-watch.ts';
import { startTestServer } from '../support/test-server.ts';

const [little, much] = [200e6, 601e6];
const minute = 60_000;

describe('the watch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watch() {
    const state = { bytes: little, isQuiet: true, left: 0 };
    watchMemory({ resident: () => state.bytes, isQuiet: () => state.isQuiet, onSwollen: () => { state.left += 1; } });
    return state;
  }

  it('lets five minutes pass, and leaves once', () => {
    const state = watch();
    vi.advanceTimersByTime(minute);
    state.bytes = much;
    vi.advanceTimersByTime(4.9 * minute);
    expect(state.left).toBe(0);
    vi.advanceTimersByTime(60 * minute);
    expect(state.left).toBe(1);
  });

  it('forgets a need that has passed', () => {
    const state = watch();
    for (let times = 0; times < 5; times += 1) {
      state.bytes = much;
      vi.advanceTimersByTime(4 * minute);
      state.bytes = little;
      vi.advanceTimersByTime(minute);
    }
    expect(state.left).toBe(0);
  });

  it('waits for the requests under way', () => {
    const state = watch();
    Object.assign(state, { bytes: much, isQuiet: false });
    vi.advanceTimersByTime(30 * minute);
    expect(state.left).toBe(0);
    state.isQuiet = true;
    vi.advanceTimersByTime(5_000);
    expect(state.left).toBe(1);
  });
});

it('the server is quiet unless somebody waits for an answer', async () => {
  const server = await startTestServer();
  await server.browser().get('/connexion');
  await expect.poll(() => server.running.isQuiet()).toBe(true);
  const { host, port } = new URL(server.portalUrl);
  const slow = connect(Number(port), '127.0.0.1');
  slow.on('error', () => undefined);
  slow.write(`POST /connexion HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.portalUrl}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nemail=`);
  await expect.poll(() => server.running.isQuiet()).toBe(false);
  slow.destroy();
  await expect.poll(() => server.running.isQuiet()).toBe(true);
  await server.stop();
});
