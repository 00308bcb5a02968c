// The simulator as a program of its own: it serves as built, and what it cannot do is said in a sentence, not in a stack.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createPayment } from '../../server/payfip/client.ts';
import { paymentPageUrl } from '../../server/payfip/payment-page.ts';
import { buildServer, run } from '../support/built-server.ts';
import { plainSpaces } from '../support/french.ts';
import { servicePayment, simulate } from '../support/payfip.ts';
import { root } from '../support/source-files.ts';

const program = 'dist/server/payfip-simulator.js';
beforeAll(buildServer, 90_000);

it('refuses a port that is none, one that is taken, and an option that it does not know', async () => {
  const { port } = new URL((await simulate()).baseUrl);
  for (const [options, sentence] of [
    [['--port', 'abc'], /^La seule option est --port/], [['--prot', '8480'], /^La seule option est --port/], [['--port', port], /^Ce port est déjà utilisé par un autre programme de ce poste : /],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...options], { encoding: 'utf8' });
    expect([status, stdout, plainSpaces(stderr)]).toEqual([1, '', expect.stringMatching(sentence)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

it('serves as built, on a port of its own choice, and ends when asked to', async () => {
  const { child, output, ended } = run(program, ['--port', '0']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = () => /^Simulateur PayFiP : (\S+)\/simulateur \(rien n’est débité\)\n$/.exec(output())?.[1];
  await expect.poll(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const baseUrl = address()!;
  const contract = await fetch(`${baseUrl}/tpa/services/securite?wsdl`);
  expect(await contract.text()).toContain(`<soap:address location="${baseUrl}/tpa/services/securite"/>`);
  const idOp = await createPayment({ baseUrl }, servicePayment());
  expect((await fetch(paymentPageUrl(baseUrl, idOp))).status).toBe(200);
  expect(await (await fetch(`${baseUrl}/simulateur`)).text()).toContain(idOp);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
