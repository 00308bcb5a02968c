// Why: the one place that lets a call through or refuses it, and writes down what was refused to somebody known.
import { recordAudit } from '../commands/record-audit.ts';
import { roleLabels } from '../contract/labels.ts';
import { hasRight, isRight, type Need } from '../contract/rights.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { StaffCall } from './call.ts';

/** @throws AppError agent_required, password_to_change, right_missing */
export async function admit({ agent, actor }: StaffCall, need: Need): Promise<void> {
  if (need === 'workstation') return;
  if (!agent) throw new AppError('agent_required');
  if (!isRight(need)) return;
  if (agent.initialPasswordUntil) throw new AppError('password_to_change');
  if (hasRight(agent.role, need)) return;
  await inTransaction(() => recordAudit({ actor, action: 'right_refused', detail: need }));
  throw new AppError('right_missing', { role: roleLabels[agent.role].toLowerCase() });
}
