// An agent adds a second factor: a secret for the telephone, in force once a first code proves that it was read; then recovery codes, shown once.
import { encryptSecret } from '../crypto/key-file.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { newReadableSecret, newTotpSecret, totpUri } from '../crypto/totp.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Agent, RecoveryCode } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { proveAgentPassword } from './change-agent-password.ts';
import { plainCode, spendCode } from './prove-second-factor.ts';
import { recordAudit } from './record-audit.ts';

const recoveryCodeCount = 8;

export interface TotpOrder { agentId: string; password: string; now: Date }

/** Answers the secret, for the telephone; a former one that was never confirmed is forgotten. @throws AppError password_wrong, too_many_attempts, totp_already_enabled */
export async function setUpTotp({ agentId, password, now }: TotpOrder): Promise<{ secret: string; uri: string }> {
  await proveAgentPassword({ agentId, password, field: 'password', now });
  const { commune } = await readSettings();
  const secret = newTotpSecret();
  return inTransaction(async () => {
    const agent = await Agent.findByPk(agentId, { rejectOnEmpty: true });
    if (agent.totpEnabledAt) throw new AppError('totp_already_enabled');
    await agent.update({ totpSecret: encryptSecret(secret), totpLastStep: null });
    return { secret, uri: totpUri({ secret, email: agent.email, issuer: commune.name }) };
  });
}

/** Answers the recovery codes. @throws AppError code_wrong, too_many_attempts, totp_already_enabled */
export async function confirmTotp({ agentId, code, now }: { agentId: string; code: string; now: Date }): Promise<string[]> {
  const agent = await Agent.findByPk(agentId, { rejectOnEmpty: true });
  if (agent.totpEnabledAt) throw new AppError('totp_already_enabled');
  await spendCode({ agent, code, now });
  return inTransaction(async () => {
    await Agent.update({ totpEnabledAt: now }, { where: { id: agentId } });
    await recordAudit({ actor: `agent:${agentId}`, action: 'agent_totp_enabled', object: agentId });
    return writeRecoveryCodes(agentId);
  });
}

/** The former ones serve no more. @throws AppError password_wrong, too_many_attempts, totp_not_enabled */
export async function renewRecoveryCodes({ agentId, password, now }: TotpOrder): Promise<string[]> {
  await proveAgentPassword({ agentId, password, field: 'password', now });
  return inTransaction(async () => {
    const agent = await Agent.findByPk(agentId, { rejectOnEmpty: true });
    if (!agent.totpEnabledAt) throw new AppError('totp_not_enabled');
    await recordAudit({ actor: `agent:${agentId}`, action: 'agent_recovery_codes_renewed', object: agentId });
    return writeRecoveryCodes(agentId);
  });
}

async function writeRecoveryCodes(agentId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newReadableSecret);
  await RecoveryCode.destroy({ where: { agentId } });
  await RecoveryCode.bulkCreate(codes.map((code) => ({ agentId, codeHash: fingerprint(plainCode(code)) })));
  return codes;
}
