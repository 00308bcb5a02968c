// « Vérifier l'identifiant »: asks PayFiP who this client number is, and keeps its labels. It is verified once an agent has said « c'est bien nous ».
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { readClient } from '../payfip/client.ts';
import { PayfipRefused, PayfipUnavailable } from '../payfip/payfip-errors.ts';
import { readSettings } from '../settings.ts';
import { recordAudit } from './record-audit.ts';

/** Answers the labels, from the widest. @throws AppError not_found, payfip_numcli_invalid, payfip_client_refused, payfip_client_by_address, payfip_unavailable, regie_number_changed */
export async function verifyRegie({ regieId, actor }: { regieId: string; actor: string }): Promise<string[]> {
  const regie = await Regie.findByPk(regieId);
  if (!regie) throw new AppError('not_found');
  const { payments } = await readSettings();
  const labels = await labelsOf(payments.baseUrl, regie.numcli ?? '');
  await inTransaction(async () => {
    const asked = regie.numcli;
    const fresh = await regie.reload();
    if (fresh.numcli !== asked) throw new AppError('regie_number_changed', {}, 'numcli');
    const verifiedLabels = labels.join('\n');
    await fresh.update({ verifiedLabels, verifiedAt: fresh.verifiedLabels === verifiedLabels ? fresh.verifiedAt : null });
    await recordAudit({ actor, action: 'regie_verified', object: regieId, detail: fresh.numcli ?? '' });
  });
  return labels;
}

async function labelsOf(baseUrl: string, numcli: string): Promise<string[]> {
  try {
    return (await readClient({ baseUrl }, numcli)).labels;
  } catch (error) {
    // The code of a client without web service: the number may well be right.
    if (error instanceof PayfipRefused && error.code === 'T4') throw new AppError('payfip_client_by_address', {}, 'numcli');
    if (error instanceof PayfipRefused) throw new AppError('payfip_client_refused', { code: error.code, label: error.label.replace(/[\s.]+$/, '') || 'sans précision' }, 'numcli');
    if (error instanceof PayfipUnavailable) throw new AppError('payfip_unavailable');
    throw error;
  }
}
