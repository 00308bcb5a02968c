// Why: an address taken over with a backup may be another portal's. « /sante », asked at that address, says whether this very process answers.
import { randomUUID } from 'node:crypto';
import type { AddressAnswer } from './contract/states.ts';
import { assertOutsideTransaction } from './transaction-scope.ts';

/** Told by every answer of « /sante »: new at each start, so that it says nothing else. */
export const processHeader = 'Portail-Processus';
export const processName = randomUUID();

const answerMs = 8_000;

export async function askPublicAddress(publicUrl: string): Promise<AddressAnswer> {
  assertOutsideTransaction('the public address');
  const answer = await fetch(new URL('/sante', publicUrl), { redirect: 'manual', signal: AbortSignal.timeout(answerMs) }).catch(() => null);
  await answer?.body?.cancel().catch(() => undefined);
  if (!answer) return 'silent';
  return answer.headers.get(processHeader) === processName ? 'ours' : 'another';
}
