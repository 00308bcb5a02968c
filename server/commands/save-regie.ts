// Creates or renames a régie.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { cardVersion, refuseStale } from './refuse-stale.ts';

/** As files write it, and as the names of exports carry it. */
const codeShape = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export interface RegieCard {
  id?: string | undefined;
  code: string; name: string;
  /** Of what the agent had in front of them; absent: not compared. */
  version?: string | undefined;
  actor: string;
}

/** A code that is not plain is kept as it is, but not given. @throws AppError settings_changed_meanwhile, regie_code_taken, regie_code_invalid, not_found */
export function saveRegie({ id, code, name, version, actor }: RegieCard): Promise<Regie> {
  return inTransaction(async () => {
    const others = (await Regie.findAll()).filter((regie) => regie.id !== id);
    if (others.some((regie) => foldKey(regie.code) === foldKey(code))) throw new AppError('regie_code_taken', {}, 'code');
    const former = id ? await Regie.findByPk(id, { raw: true }) : null;
    if (former) await refuseStale({ seen: version, now: cardVersion(former), entries: { action: 'regie_saved', object: former.id } });
    if (former?.code !== code && !codeShape.test(code)) throw new AppError('regie_code_invalid', {}, 'code');
    const regie = id ? await Regie.findByPk(id) : await Regie.create({ id: newId(), code, name });
    if (!regie) throw new AppError('not_found');
    await regie.update({ code, name });
    await recordAudit({ actor, action: 'regie_saved', object: regie.id });
    return regie;
  });
}

/** A new commune starts with one régie, so that a first file needs no « regie » column. */
export async function ensureFirstRegie(): Promise<void> {
  await inTransaction(async () => {
    if ((await Regie.count()) === 0) await Regie.create({ id: newId(), code: 'REGIE', name: 'Régie centralisée' });
  });
}
