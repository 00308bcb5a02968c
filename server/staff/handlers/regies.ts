// Régies: their names, and how each is paid on line.
import { Op } from 'sequelize';
import { openRegie } from '../../commands/open-regie.ts';
import { recogniseClient } from '../../commands/recognise-client.ts';
import { removeRegie } from '../../commands/remove-regie.ts';
import { saveRegie } from '../../commands/save-regie.ts';
import { verifyRegie } from '../../commands/verify-regie.ts';
import { Payment, Regie } from '../../models/index.ts';
import type { RegieDto } from '../../contract/schemas.ts';
import type { Handlers } from '../call.ts';
import { presentRegie } from '../present.ts';

export const regieHandlers: Handlers<'regies.list' | 'regies.save' | 'regies.remove' | 'regies.configure' | 'regies.verify' | 'regies.recognise'> = {
  'regies.list': async () => Promise.all((await Regie.findAll({ order: [['code', 'ASC']] })).map(present)),
  'regies.save': async (input, { actor }) => present(await (await saveRegie({ ...input, actor })).reload()),
  'regies.remove': async ({ regieId }, { actor }) => {
    await removeRegie({ regieId, actor });
    return {};
  },
  'regies.configure': async (input, { actor, now }) => present(await openRegie({ ...input, numcli: input.numcli || null, actor, now })),
  'regies.recognise': async ({ regieId, isOurs }, { actor, now }) => {
    await recogniseClient({ regieId, isOurs, actor, now });
    return present(await Regie.findByPk(regieId, { rejectOnEmpty: true }));
  },
  'regies.verify': async ({ regieId }, { actor }) => {
    await verifyRegie({ regieId, actor });
    return present(await Regie.findByPk(regieId, { rejectOnEmpty: true }));
  },
};

async function present(regie: Regie): Promise<RegieDto> {
  const tests = regie.numcli === null ? 0 : await Payment.count({ where: { regieId: regie.id, numcli: regie.numcli, saisie: 'T', [Op.or]: [{ state: 'paid' }, { state: 'reported', interface: 'url' }] } });
  return presentRegie(regie, tests > 0);
}
