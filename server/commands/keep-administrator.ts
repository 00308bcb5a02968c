// Somebody must always be able to do everything: the last administrator in activity stays one.
import { Op } from 'sequelize';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';

/** In the transaction that takes `agent` away from the administrators. @throws AppError last_administrator */
export async function keepAdministrator(agent: Agent): Promise<void> {
  if (agent.role !== 'administrator' || agent.disabledAt) return;
  const others = await Agent.count({ where: { id: { [Op.ne]: agent.id }, role: 'administrator', disabledAt: null, initialPasswordUntil: null } });
  if (others === 0) throw new AppError('last_administrator');
}
