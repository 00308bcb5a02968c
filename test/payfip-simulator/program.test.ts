// The simulator as a program: what it cannot do is said in a sentence, not in a stack.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plainSpaces } from '../support/french.ts';
import { simulate } from '../support/payfip.ts';

const program = join(import.meta.dirname, '../../server/payfip-simulator/main.ts');

it('refuses a port that is none, one that is taken, and an option that it does not know', async () => {
  const { port } = new URL((await simulate()).baseUrl);
  for (const [options, sentence] of [
    [['--port', 'abc'], /^La seule option est --port/], [['--prot', '8480'], /^La seule option est --port/], [['--port', port], /^Ce port est déjà utilisé par un autre programme de ce poste : /],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { encoding: 'utf8' });
    expect([status, stdout, plainSpaces(stderr)]).toEqual([1, '', expect.stringMatching(sentence)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});
