// The load: autocannon in a process of its own; each connection keeps to one target. SIGTERM concludes early.
import autocannon from 'autocannon';
import type { Load, LoadResult } from '../visitors.ts';

const { url, targets, connections, seconds, mostRequests = Infinity }: Load = JSON.parse(process.argv[2] ?? '');
const times: number[] = [];
let failed = 0;
let next = 0;
const startedAt = performance.now();

const instance = autocannon({
  url, connections, duration: seconds, timeout: 20,
  setupClient: (client) => {
    const target = targets[next++ % targets.length];
    client.setRequests([{ method: 'GET', path: target?.path ?? '/', headers: target ? { cookie: target.cookie } : {} }]);
  },
}, (error, result) => {
  if (error) throw error;
  conclude(result.errors);
});
const stop = () => (instance as unknown as { stop: () => void }).stop();
// eslint-disable-next-line max-params -- the event's own signature
instance.on('response', (_client, status, _bytes, responseTime) => {
  if (status === 200) times.push(responseTime);
  else failed += 1;
  if (times.length === mostRequests) stop();
});
process.on('SIGTERM', stop);

function conclude(errors: number): void {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  const result: LoadResult = {
    requests: times.length, failed: failed + errors, seconds: (performance.now() - startedAt) / 1_000, p50: at(0.5), p99: at(0.99), slowest: at(1),
  };
  process.stdout.write(JSON.stringify(result));
}
