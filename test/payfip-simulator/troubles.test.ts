// Checks what the simulator answers when it is made to fail: for all the service, for one operation, or by the reference of a debt.
import { describe, expect, it } from 'vitest';
import { decideOutcome } from '../../server/domain/payfip-result.ts';
import { askPayment } from '../../server/payfip/ask-payment.ts';
import { createPayment, readPayment } from '../../server/payfip/client.ts';
import { troubles, type Trouble } from '../../server/payfip-simulator/model.ts';
import { wordOf } from '../../server/payfip-simulator/scenarios.ts';
import { choose, hour, servicePayment, simulate } from '../support/payfip.ts';

const outcomeOf = async (service: { baseUrl: string }, idOp: string) => decideOutcome({ answer: (await askPayment(service, idOp)).answer, ageMs: hour });

describe('troubles', () => {
  it('are chosen by the reference too, with a notification if need be, and begin once the payment is created', async () => {
    const simulator = await simulate();
    const service = { baseUrl: simulator.baseUrl, timeoutMs: 80 };
    const reasons: string[] = [];
    for (const key of troubles) {
      const idOp = await createPayment(simulator, servicePayment({ refdet: `F1SIMNEVER${wordOf(key)}` }));
      expect(simulator.find(idOp)).toMatchObject({ scenario: 'never', trouble: key });
      await choose(simulator, idOp, 'card');
      reasons.push(await readPayment(key === 'timeout' ? service : simulator, idOp).then(({ resultrans }) => resultrans, (error: { reason?: string; code?: string }) => error.reason ?? error.code ?? ''));
    }
    expect(reasons).toEqual(['technical', 'technical', 'http', 'unreadable', 'timeout', 'unreadable', 'unreadable', 'P5', 'P']);
  });
  it('P1 from the next day, although it was paid', async () => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment({ refdet: '2026SIMP1NEXTDAY01' }));
    await choose(simulator, idOp, 'card');
    await simulator.advance(14 * hour);
    expect((await readPayment(simulator, idOp)).resultrans).toBe('P');
    await simulator.advance(2 * hour);
    expect((await askPayment(simulator, idOp)).answer).toEqual({ kind: 'fault', code: 'P1' });
  });
  it.each<[Trouble, string]>([
    ['technical', 'technical'], ['unavailable', 'technical'], ['http-502', 'http'], ['html', 'unreadable'], ['malformed', 'unreadable'], ['bomb', 'unreadable'], ['timeout', 'timeout'],
  ])('%s: nothing is known of a payment that was made, nor of one to create', async (trouble, reason) => {
    const simulator = await simulate();
    const service = { baseUrl: simulator.baseUrl, timeoutMs: trouble === 'timeout' ? 80 : 5_000 };
    const idOp = await createPayment(simulator, servicePayment());
    await choose(simulator, idOp, 'card');
    await simulator.act(idOp, { kind: 'trouble', trouble });
    await expect(readPayment(service, idOp)).rejects.toMatchObject({ name: 'PayfipUnavailable', reason });
    expect(await outcomeOf(service, idOp)).toBe('unknown');
    await simulator.act(idOp, { kind: 'trouble', trouble: null });
    expect(await outcomeOf(simulator, idOp)).toBe('paid');
    simulator.breakService(trouble);
    await expect(createPayment(service, servicePayment())).rejects.toMatchObject({ reason });
  });
  it('P5 for ever, the night included', async () => {
    const simulator = await simulate();
    const idOp = await createPayment(simulator, servicePayment());
    await simulator.act(idOp, { kind: 'trouble', trouble: 'p5-forever' });
    await choose(simulator, idOp, 'card');
    await simulator.advance(5 * 24 * hour);
    expect((await askPayment(simulator, idOp)).answer).toEqual({ kind: 'fault', code: 'P5' });
  });
});
