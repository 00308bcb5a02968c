// Loads a believable commune from the real files kept in resources/, through the real commands. Does nothing the second time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { usualWaitMinutes } from '../contract/regie-stage.ts';
import { settingsSchema } from '../contract/schemas.ts';
import { roles } from '../contract/rights.ts';
import { payfipInterfaces, payfipStages, regieKinds } from '../contract/states.ts';
import { hashPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';
import { Account, Agent, Announcement, AuditEntry, ImportBatch, Regie, Setting } from '../models/index.ts';
import { resourcesFolder } from '../resources-folder.ts';
import { mailServerMark, mailTriedSection } from '../settings.ts';
import { createAgent } from './create-agent.ts';
import { importFolder } from './import-folder.ts';
import { recordAudit } from './record-audit.ts';
import { saveAnnouncement } from './save-announcement.ts';
import { saveRegie } from './save-regie.ts';
import { updateSettings } from './update-settings.ts';

export const demonstrationFolder = join(resourcesFolder, 'demonstration');
const { commune, contact, welcome, legal } = settingsSchema.shape;
const demonstrationSchema = z.object({
  commune, contact, welcome, legal,
  announcement: z.object({ title: z.string(), body: z.string(), startsOn: z.string(), endsOn: z.string().nullable() }),
  regies: z.array(z.object({
    code: z.string(), name: z.string(),
    payfip: z.object({
      numcli: z.string(), kind: z.enum(regieKinds).default('regie'), interface: z.enum(payfipInterfaces), allowsSeveral: z.boolean(),
      stage: z.enum(payfipStages).default('production'), trialEmails: z.string().default(''),
    }).optional(),
  })),
  agent: z.object({ name: z.string(), email: z.string(), password: z.string() }),
  colleagues: z.array(z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.enum(roles) })),
  residents: z.array(z.object({ email: z.string(), password: z.string(), about: z.string() })),
});
export type Demonstration = z.infer<typeof demonstrationSchema>;

export function readDemonstration(): Demonstration {
  return demonstrationSchema.parse(JSON.parse(readFileSync(join(demonstrationFolder, 'commune.json'), 'utf8')));
}

export interface DemonstrationOrder {
  dataFolder: string;
  /** Of the mail catcher, on this machine. */
  smtpPort: number | null;
  publicUrl: string | null;
  /** Of the payment simulator; without it nothing may be paid on line: the demonstration never calls the Treasury. */
  payfipUrl: string | null;
  now: Date;
}

/** Null when the demonstration is already there. @throws AppError demonstration_refused, payfip_address_refused */
export async function loadDemonstration({ dataFolder, smtpPort, publicUrl, payfipUrl, now }: DemonstrationOrder): Promise<ImportBatch | null> {
  if (payfipUrl && !isSimulator(payfipUrl)) throw new AppError('payfip_address_refused');
  const demonstration = readDemonstration();
  const actor = 'command-line';
  await inTransaction(() => takeForDemonstration(dataFolder, actor));
  const { smtp } = await updateSettings({
    actor,
    patch: {
      ...(smtpPort ? { smtp: { host: '127.0.0.1', port: smtpPort, security: 'none', user: '', fromName: demonstration.commune.name, fromAddress: demonstration.contact.email } } : {}),
      ...(payfipUrl ? { payments: { baseUrl: payfipUrl, suspension: null } } : {}),
      ...(publicUrl ? { portal: { publicUrl, exposure: 'this-pc', minPasswordLength: 8 } } : {}),
    },
  });
  // The catcher is there, and takes everything: nothing is left to try.
  if (smtpPort) await inTransaction(() => Setting.upsert({ section: mailTriedSection, value: mailServerMark(smtp), updatedAt: now }));
  if ((await Agent.count()) > 0) return null;
  const { regies, announcement, agent, colleagues, residents, ...settings } = demonstration;
  await updateSettings({ actor, patch: { commune: settings.commune, contact: settings.contact, welcome: settings.welcome, legal: settings.legal } });
  await inTransaction(() => Regie.destroy({ where: { code: 'REGIE' } }));
  const known = new Set((await Regie.findAll({ raw: true })).map((regie) => regie.code));
  for (const { code, name } of regies.filter((regie) => !known.has(regie.code))) await saveRegie({ code, name, actor });
  if (payfipUrl) await inTransaction(() => openPayments(regies));
  if ((await Announcement.count()) === 0) await saveAnnouncement({ ...announcement, actor });
  const batch = await importFolder({
    dataFolder, csvFile: join(demonstrationFolder, 'factures.csv'), pdfFolder: join(demonstrationFolder, 'pdf'),
    allowMissingPdf: false, publish: true, actor, now,
  });
  for (const resident of residents) await activate(resident, now);
  await createAgent({ ...agent, role: 'administrator', isFirst: true, actor });
  for (const colleague of colleagues) await createAgent({ ...colleague, isFirst: false, actor });
  await inTransaction(() => recordAudit({ actor, action: 'demonstration_loaded' }));
  return batch;
}

async function openPayments(regies: Demonstration['regies']): Promise<void> {
  for (const { code, payfip } of regies) if (payfip) await Regie.update({ ...payfip, waitMinutes: usualWaitMinutes[payfip.interface] }, { where: { code } });
}

/** Known passwords and a mail catcher must never reach a commune's own data. @throws AppError demonstration_refused */
async function takeForDemonstration(dataFolder: string, actor: string): Promise<void> {
  if ((await AuditEntry.count({ where: { action: 'demonstration_started' } })) > 0) return;
  if ((await Agent.count()) + (await ImportBatch.count()) > 0) throw new AppError('demonstration_refused', { folder: dataFolder });
  await recordAudit({ actor, action: 'demonstration_started' });
}

/** Opens a demonstration account without its mail, so that one may log in at once. */
async function activate({ email, password }: { email: string; password: string }, now: Date): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(() => Account.update({ passwordHash, state: 'active', activatedAt: now }, { where: { emailKey: emailKey(email) } }));
}
