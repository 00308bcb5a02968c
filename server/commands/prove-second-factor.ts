// A code of the telephone, or a recovery code: each serves once, and few are tried.
import { decryptSecret } from '../crypto/key-file.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { matchingStep } from '../crypto/totp.ts';
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Agent, RecoveryCode } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries, spendTries } from './spend-tries.ts';

export interface CodeOrder { agent: Agent; code: string; now: Date }

/** As typed on any keyboard, with or without spaces and dashes. */
export const plainCode = (typed: string): string => typed.toLowerCase().replace(/[^a-z0-9]/g, '');

/** For an agent who has a second factor. @throws AppError code_required (none typed), code_wrong, too_many_attempts */
export async function proveSecondFactor(order: CodeOrder): Promise<void> {
  if (plainCode(order.code) === '') throw new AppError('code_required', {}, 'code');
  await spendCode(order);
}

/** @throws AppError code_wrong, too_many_attempts */
export async function spendCode({ agent, code, now }: CodeOrder): Promise<void> {
  const spendings = [{ limit: limits.staffCode, key: agent.id }];
  await spendTries(spendings, now);
  const plain = plainCode(code);
  const isRight = await inTransaction(() => (/^\d{6}$/.test(plain) ? spendStep(agent.id, plain, now) : spendRecoveryCode(agent.id, plain)));
  if (!isRight) {
    await inTransaction(() => recordAudit({ actor: `agent:${agent.id}`, action: 'agent_code_failed' }));
    throw new AppError('code_wrong', {}, 'code');
  }
  await forgetTries(spendings);
}

async function spendStep(agentId: string, code: string, now: Date): Promise<boolean> {
  const { totpSecret, totpLastStep } = await Agent.findByPk(agentId, { rejectOnEmpty: true });
  const secret = totpSecret ? decryptSecret(totpSecret) : null;
  const step = secret ? matchingStep({ secret, code, now, lastStep: totpLastStep }) : null;
  if (step !== null) await Agent.update({ totpLastStep: step }, { where: { id: agentId } });
  return step !== null;
}

async function spendRecoveryCode(agentId: string, code: string): Promise<boolean> {
  const isOne = (await RecoveryCode.destroy({ where: { agentId, codeHash: fingerprint(code) } })) === 1;
  if (isOne) await recordAudit({ actor: `agent:${agentId}`, action: 'agent_recovery_code_used' });
  return isOne;
}
