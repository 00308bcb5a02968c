// « Vérifier l'identifiant »: asks PayFiP who this client number is, and keeps its labels.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { readClient } from '../payfip/client.ts';
import { PayfipRefused, PayfipUnavailable } from '../payfip/payfip-errors.ts';
import { readSettings } from '../settings.ts';
import { recordAudit } from './record-audit.ts';

/** Answers the labels, from the widest. @throws AppError not_found, payfip_numcli_invalid, payfip_client_refused, payfip_unavailable, regie_number_changed */
export async function verifyRegie({ regieId, actor, now }: { regieId: string; actor: string; now: Date }): Promise<string[]> {
  const regie = await Regie.findByPk(regieId);
  if (!regie) throw new AppError('not_found');
  const { payments } = await readSettings();
  const labels = await labelsOf(payments.baseUrl, regie.numcli ?? '');
  await inTransaction(async () => {
    const asked = regie.numcli;
    const fresh = await regie.reload();
    if (fresh.numcli !== asked) throw new AppError('regie_number_changed', {}, 'numcli');
    await fresh.update({ verifiedAt: now, verifiedLabels: labels.join('\n') });
    await recordAudit({ actor, action: 'regie_verified', object: regieId, detail: fresh.numcli ?? '' });
  });
  return labels;
}

async function labelsOf(baseUrl: string, numcli: string): Promise<string[]> {
  try {
    return (await readClient({ baseUrl }, numcli)).labels;
  } catch (error) {
    if (error instanceof PayfipRefused) throw new AppError('payfip_client_refused', { code: error.code, label: error.label.replace(/[\s.]+$/, '') || 'sans précision' }, 'numcli');
    if (error instanceof PayfipUnavailable) throw new AppError('payfip_unavailable');
    throw error;
  }
}
