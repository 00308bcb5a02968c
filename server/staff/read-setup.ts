// Why: the facts of the first run, for the wizard and for the dashboard's reminder.
import { Op } from 'sequelize';
import { isLoopbackUrl, isProxiedUrl } from '../contract/loopback-url.ts';
import { setupOf, type StepState } from '../domain/setup.ts';
import { Agent, Regie } from '../models/index.ts';
import { mailServerMark, readFacts, readSetupChoices, readStoredSettings, usualCommuneName } from '../settings.ts';

export interface Setup { steps: StepState[]; lastBackupAt: string | null; addressTakenOver: string | null }

export async function readSetup(): Promise<Setup> {
  const { settings: { commune, contact, portal, smtp, legal }, logo } = await readStoredSettings();
  const { lastBackupAt, mailTried, addressTakenOver } = await readFacts();
  const steps = setupOf({
    hasName: commune.name !== usualCommuneName, hasLogo: logo !== null, hasContact: contact.email !== '' || contact.phone !== '',
    isPortalOpen: portal.exposure !== 'this-pc' || isProxiedUrl(portal.publicUrl), hasPublicAddress: !isLoopbackUrl(portal.publicUrl),
    hasMailServer: smtp.host !== '' && smtp.fromAddress !== '', isMailTried: mailTried === mailServerMark(smtp),
    payingRegies: await Regie.count({ where: { numcli: { [Op.ne]: null } } }), agents: await Agent.count({ where: { disabledAt: null } }),
    hasDirector: legal.publicationDirector !== '', hasAddress: legal.address !== '', hasDpo: legal.dpoContact !== '',
    hasBackup: lastBackupAt !== null,
  }, await readSetupChoices());
  return { steps, lastBackupAt, addressTakenOver };
}
