// A resident gives up paper invoices, or asks for them again; the service is told by mail.
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { Account, Payer, PayerAccess } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { writePaperChoices } from './record-paper-choice.ts';

export async function setPaperless({ accountId, wanted, now }: { accountId: string; wanted: boolean; now: Date }): Promise<void> {
  const { contact } = await readSettings();
  await inTransaction(async () => {
    const accesses = await PayerAccess.findAll({ where: { accountId, role: 'holder' } });
    const payers = await Payer.findAll({ where: { id: accesses.map((access) => access.payerId) } });
    const changed = payers.filter((payer) => payer.isPaperless !== wanted);
    if (changed.length === 0) return;
    const account = await Account.findByPk(accountId);
    await writePaperChoices(changed.map((payer) => payer.id), {
      isPaperless: wanted, decidedOn: dayInFrance(now), proof: `Demandé sur le portail avec le compte ${account?.email ?? ''}`, actor: `account:${accountId}`, now,
    });
    const payload = { wanted, email: account?.email ?? '', payers: changed.map(({ code, name }) => ({ code, name })) };
    if (contact.email) await queueMail({ kind: 'paperless_request', recipient: contact.email, payload });
    await recordAudit({ actor: `account:${accountId}`, action: 'paperless_changed', detail: wanted ? 'paperless' : 'paper' });
  });
}
