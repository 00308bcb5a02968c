// Why: the commands of the command line, each with its options and its exit code: 0 done, 1 refused, 2 done in part.
import { writeFileSync } from 'node:fs';
import { announceInvoices } from '../commands/announce-invoices.ts';
import { createAgent } from '../commands/create-agent.ts';
import { deliverMails } from '../commands/deliver-mails.ts';
import { importFolder } from '../commands/import-folder.ts';
import { loadDemonstration } from '../commands/load-demonstration.ts';
import { makeLaunchKey } from '../commands/open-workstation.ts';
import { removeTotp } from '../commands/remove-totp.ts';
import { setAgentPassword } from '../commands/set-agent-password.ts';
import { ensureFirstRegie } from '../commands/save-regie.ts';
import { verifyJournal } from '../commands/verify-journal.ts';
import { formatCount, formatDateTime, formatEuros } from '../contract/format.ts';
import { faultSentence } from '../contract/journal.ts';
import { roleLabels } from '../contract/labels.ts';
import { roles, type Role } from '../contract/rights.ts';
import { writeDiagnostic } from '../diagnostic.ts';
import { AppError } from '../errors.ts';
import { Agent, ImportBatch, ImportLine } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { backupCommands } from './backup-commands.ts';
import { actor, print, readPassword, text, type CliCommand } from './command.ts';

export const cliCommands: Record<string, CliCommand> = {
  'create-agent': {
    summary: `create-agent --name "Nom" --email adresse [--role ${roles.join('|')}]   (mot de passe lu sur l’entrée standard)`,
    options: { name: { type: 'string' }, email: { type: 'string' }, role: { type: 'string' } },
    async run({ options }) {
      const role = await chosenRole(text(options.role));
      const agent = await createAgent({ name: text(options.name) || text(options.email), email: text(options.email), password: readPassword(), role, isFirst: false, actor });
      print(`Agent créé\u00a0: ${agent.name} (${agent.email}), ${roleLabels[role].toLowerCase()}.`);
      return 0;
    },
  },
  'set-agent-password': {
    summary: 'set-agent-password --email adresse [--without-code]   (mot de passe lu sur l’entrée standard\u00a0; téléphone perdu\u00a0: --without-code retire le code de connexion)',
    isForExistingData: true,
    options: { email: { type: 'string' }, 'without-code': { type: 'boolean' } },
    async run({ options }) {
      const agent = await setAgentPassword({ email: text(options.email), password: readPassword(), actor });
      if (options['without-code']) await removeTotp({ agentId: agent.id, actor });
      print(`Mot de passe changé\u00a0: ${agent.name} (${agent.email}).`);
      return 0;
    },
  },
  import: {
    summary: 'import --csv fichier.csv [--pdf dossier] [--without-pdf] [--check-only]',
    options: { csv: { type: 'string' }, pdf: { type: 'string' }, 'without-pdf': { type: 'boolean' }, 'check-only': { type: 'boolean' } },
    async run({ dataFolder, options }) {
      await ensureFirstRegie();
      const batch = await importFolder({
        dataFolder, csvFile: text(options.csv), pdfFolder: text(options.pdf) || null, allowMissingPdf: options['without-pdf'] === true,
        publish: options['check-only'] !== true, actor, now: new Date(),
      });
      return reportImport(batch);
    },
  },
  announce: {
    summary: 'announce --import identifiant | --last        (courriels «\u00a0nouvelles factures\u00a0»)',
    isForExistingData: true,
    options: { import: { type: 'string' }, last: { type: 'boolean' } },
    async run({ options }) {
      const last = options.last ? await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']] }) : null;
      const queued = await announceInvoices({ batchId: last?.id ?? text(options.import), actor });
      print(`${formatCount(queued, 'courriel mis', 'courriels mis')} en file d’attente.`);
      return 0;
    },
  },
  'send-mails': {
    summary: 'send-mails                                  (envoie la file d’attente puis s’arrête)',
    isForExistingData: true,
    options: {},
    async run() {
      const { smtp } = await readSettings();
      if (!smtp.host || !smtp.fromAddress) {
        print('L’envoi des courriels n’est pas réglé\u00a0: indiquez le serveur de messagerie dans la fenêtre de la mairie.');
        return 1;
      }
      print(`${formatCount(await deliverMails(() => false), 'courriel envoyé', 'courriels envoyés')}.`);
      return 0;
    },
  },
  'staff-link': {
    summary: 'staff-link                                  (nouvelle clé d’ouverture, qui sert une fois)',
    isForExistingData: true,
    options: {},
    async run() {
      print(`Ajoutez ceci à l’adresse de la fenêtre de la mairie\u00a0: /#cle=${await makeLaunchKey(new Date())}`);
      return 0;
    },
  },
  'check-journal': {
    summary: 'check-journal                               (le journal est-il tel que le portail l’a écrit\u00a0?)',
    isForExistingData: true,
    options: {},
    async run() {
      const { checked, until, fault } = await verifyJournal();
      if (fault) print(`Le journal a été modifié hors du portail. ${faultSentence(fault.kind, fault.at && formatDateTime(fault.at))}`);
      print(until ? `Journal intact jusqu’au ${formatDateTime(until)}\u00a0: ${formatCount(checked, 'ligne vérifiée', 'lignes vérifiées')}.` : 'Aucune ligne vérifiée.');
      return fault ? 1 : 0;
    },
  },
  diagnostic: {
    summary: 'diagnostic --file fichier.txt [--log journal]  (l’état du portail, sans nom ni secret, même si la base est abîmée)',
    isApart: true,
    options: { file: { type: 'string' }, log: { type: 'string' }, program: { type: 'string' } },
    async run({ dataFolder, options }) {
      const file = text(options.file) || 'diagnostic.txt';
      writeFileSync(file, await writeDiagnostic({ dataFolder, program: text(options.program), logFile: text(options.log), now: new Date() }));
      print(`Diagnostic écrit dans «\u00a0${file}\u00a0».`);
      return 0;
    },
  },
  ...backupCommands,
  demonstration: {
    summary: 'demonstration [--smtp-port N] [--public-url URL] [--payfip-url URL]  (charge la commune de démonstration)',
    options: { 'smtp-port': { type: 'string' }, 'public-url': { type: 'string' }, 'payfip-url': { type: 'string' } },
    async run({ dataFolder, options }) {
      const batch = await loadDemonstration({
        dataFolder, smtpPort: Number(text(options['smtp-port'])) || null, publicUrl: text(options['public-url']) || null,
        payfipUrl: text(options['payfip-url']) || null, now: new Date(),
      });
      return batch ? reportImport(batch) : (print('La démonstration est déjà chargée.'), 0);
    },
  },
};

export function usage(): string {
  return ['Usage\u00a0: npm run portail -- <commande> [--data dossier]', '', ...Object.values(cliCommands).map((command) => `  ${command.summary}`)].join('\n');
}

/** Somebody must be able to do everything: the first agent; the next ones do the daily work. @throws AppError role_unknown */
async function chosenRole(asked: string): Promise<Role> {
  if (asked === '') return (await Agent.count()) === 0 ? 'administrator' : 'secretary';
  const role = roles.find((each) => each === asked);
  if (!role) throw new AppError('role_unknown', { roles: roles.join(', ') });
  return role;
}

/** What was published and, line by line, what was not. */
async function reportImport(batch: ImportBatch): Promise<number> {
  if (batch.problem) print(batch.problem);
  const counts: Record<string, number> = JSON.parse(batch.counts);
  const isPublished = batch.state === 'published';
  const publishable = (counts.accepted ?? 0) + (counts.warning ?? 0);
  const published = isPublished ? formatCount(publishable, 'facture publiée', 'factures publiées') : `${formatCount(publishable, 'facture')} à publier`;
  const others = `${formatCount(counts.already_published ?? 0, 'déjà publiée', 'déjà publiées')}, ${formatCount(counts.refused ?? 0, 'refusée')}`;
  print(`${published} (${formatEuros(batch.totalCents)}), ${others}.`);
  const remarkable = await ImportLine.findAll({ where: { batchId: batch.id, verdict: ['refused', 'warning'] }, order: [['line', 'ASC']], raw: true });
  for (const line of remarkable) print(`  ligne ${line.line} ${line.verdict === 'refused' ? 'refusée' : 'remarque'}\u00a0: ${(JSON.parse(line.messages) as string[]).join(' ')}`);
  for (const name of JSON.parse(batch.unusedFiles) as string[]) print(`  PDF sans facture\u00a0: ${name}`);
  print(`Import ${batch.id}`);
  return batch.problem || (counts.refused ?? 0) > 0 ? 2 : 0;
}
