// Everything that the staff do is written down: each call and each file is made once here, and its entry looked for.
import { Op } from 'sequelize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAudit } from '../../server/commands/record-audit.ts';
import { totpCode, totpStep } from '../../server/crypto/totp.ts';
import type { AuditAction } from '../../server/domain/audit.ts';
import type { AccountDto, ColleagueDto, JournalEntryDto, PaymentDetailDto, Settings } from '../../server/contract/schemas.ts';
import { staffApi, type EndpointName } from '../../server/contract/staff-api.ts';
import { Account, Agent, AuditEntry, ContactMessage, Invoice, InvoiceEvent, OutgoingMail, Payer, Payment, RateLimit } from '../../server/models/index.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { everyRow, rewrite } from '../support/database-state.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, pdfOf, type Household } from '../support/household.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { inProduction, newHousehold, openFirstRegie, pay, startPayingTown, type PayingTown } from '../support/paid.ts';
import { codeOf, colleague, firstAgent, openStaffAs, type StaffBrowser } from '../support/staff-browser.ts';

let town: PayingTown;
let staff: StaffBrowser;
let household: Household;
let me: string;
const context: Record<string, string> = {};
const page = { page: 1, pageSize: 50 };
const card = { name: 'Jean Petit', email: 'jean@sistec.test', role: 'reader' };

beforeAll(async () => {
  town = await startPayingTown();
  ({ staff } = town);
  const regie = await openFirstRegie();
  household = await newHousehold(town, ['2026-1', '2026-2', '2026-3', '2026-4', '2026-5']);
  me = `agent:${(await Agent.findOne({ rejectOnEmpty: true })).id}`;
  context.regieId = regie.id;
  await town.server.browser().submit('/contact', '/contact', { name: 'Mme Durand', email: 'd@exemple.test', subject: 'Cantine', body: 'Bonjour' });
  context.messageId = (await ContactMessage.findOne({ rejectOnEmpty: true })).id;
});
afterAll(() => town.stop());

const colleagueId = async () => (await Agent.findOne({ where: { email: card.email }, rejectOnEmpty: true })).id;
const settings = async () => (await staff.call<{ settings: Settings }>('settings.read', {})).settings;
const invoice = (index: number) => household.invoices[index]!.id;
const live = async (index: number) => (context.paymentId = (await pay({ accountId: household.accountId, invoices: [household.invoices[index]!] })).id);
const draft = async () => (context.batchId = await staff.sendImport(csvOf([{ numero: `N${Date.now()}`, montant: '10,00', code_payeur: 'FAM9', nom: 'DUPOND', date: '01/07/2026', echeance: '10/07/2026' }]), {}));

const payer = () => ({ payerId: household.payerId });
const newcomer = async () => ({ ...payer(), accountId: (await Account.findOne({ where: { email: 'pere@exemple.test' }, rejectOnEmpty: true })).id });
const merge = async () => ({ keptId: household.payerId, mergedId: (await Payer.findOne({ where: { code: 'FAM9' }, rejectOnEmpty: true })).id });

interface Gesture { input?: () => object | Promise<object>; leaves: AuditAction[] | 'a reading' | string }
const reading: Gesture = { leaves: 'a reading' };

/** Every call, with what makes it succeed and what it leaves in the journal; or why it leaves nothing. */
const gestures: Record<EndpointName, Gesture> = {
  'session.current': reading,
  'session.login': { input: () => ({ email: firstAgent.email, password: firstAgent.password }), leaves: ['session_unlocked'] },
  'agents.createFirst': { input: () => firstAgent, leaves: 'is refused once there is an agent; the first one is looked for below' },
  'agents.list': reading,
  'agents.invite': { input: () => card, leaves: ['agent_created'] },
  'agents.change': { input: async () => ({ ...card, role: 'secretary', name: 'Jean Grand', agentId: await colleagueId() }), leaves: ['agent_role_changed', 'agent_changed'] },
  'agents.setDisabled': { input: async () => ({ agentId: await colleagueId(), disabled: true }), leaves: ['agent_disabled'] },
  'agents.resetPassword': { input: async () => ({ agentId: await colleagueId() }), leaves: ['agent_password_reset'] },
  'agents.removeTotp': { input: async () => ({ agentId: await colleagueId() }), leaves: ['agent_totp_removed'] },
  'agents.endSessions': { input: async () => ({ agentId: await colleagueId() }), leaves: ['agent_sessions_ended'] },
  'account.read': reading,
  'account.changePassword': { input: () => ({ current: firstAgent.password, password: 'tilleul-vert-9', confirmation: 'tilleul-vert-9' }), leaves: ['agent_password_changed'] },
  'account.prepareTotp': { input: () => ({ password: 'tilleul-vert-9' }), leaves: 'nothing is in force before the first code' },
  'account.enableTotp': { input: async () => ({ code: totpCode(context.secret!, totpStep(new Date())) }), leaves: ['agent_totp_enabled'] },
  'account.renewRecoveryCodes': { input: () => ({ password: 'tilleul-vert-9' }), leaves: ['agent_recovery_codes_renewed'] },
  'account.removeTotp': { input: () => ({ password: 'tilleul-vert-9' }), leaves: ['agent_totp_removed'] },
  'account.endSession': { input: otherSession, leaves: ['agent_sessions_ended'] },
  'journal.list': { input: () => page, leaves: 'a reading' },
  'journal.verify': reading,
  'dashboard.read': reading, 'dashboard.figures': reading, 'settings.read': reading, 'regies.list': reading, 'announcements.list': reading,
  'markdown.preview': { input: () => ({ text: '**a**', place: 'welcome' }), leaves: 'a reading' },
  'settings.update': { input: async () => ({ patch: { contact: (await settings()).contact } }), leaves: ['settings_changed'] },
  'smtp.sendTest': { input: async () => ({ smtp: (await settings()).smtp, to: 'a@exemple.test' }), leaves: ['smtp_tested'] },
  'portal.verifyAddress': { input: () => ({ isSeen: false }), leaves: 'ends a reminder only' },
  'logo.remove': { leaves: ['logo_changed'] },
  'settings.previewImport': { input: settingsFile, leaves: 'a reading' },
  'settings.import': { input: async () => ({ ...(await settingsFile()), versions: {} }), leaves: ['settings_changed'] },
  'setup.read': reading,
  'setup.choose': { input: () => ({ step: 'look', choice: 'later' }), leaves: 'changes a reminder only' },
  'backups.prepare': { input: () => ({ passphrase: 'quatre mots sans lien' }), leaves: 'is written once the file has been sent' },
  'backups.progress': reading,
  'restore.preview': { input: () => ({ head: '', passphrase: '' }), leaves: 'is refused once there is an agent' },
  'regies.save': { input: () => ({ id: context.regieId, code: 'CANT', name: 'Cantine' }), leaves: ['regie_saved'] },
  'regies.configure': { input: () => ({ ...inProduction, regieId: context.regieId, stage: 'production', trialEmails: [], isActivatedElsewhere: true }), leaves: ['regie_configured'] },
  'regies.verify': { input: () => ({ regieId: context.regieId }), leaves: ['regie_verified'] },
  'regies.recognise': { input: () => ({ regieId: context.regieId, isOurs: true }), leaves: ['regie_recognised'] },
  'regies.remove': { input: async () => ({ regieId: (await staff.call<{ id: string }>('regies.save', { code: 'ESSAI', name: 'Essai' })).id }), leaves: ['regie_removed'] },
  'imports.list': { input: () => page, leaves: 'a reading' },
  'imports.create': { leaves: ['import_opened'] },
  'imports.removeFile': { input: async () => ({ batchId: await draft(), name: 'absent.pdf' }), leaves: ['import_file_removed'] },
  'imports.discard': { input: () => ({ batchId: context.batchId }), leaves: ['import_discarded'] },
  'imports.check': { input: async () => ({ batchId: await draft(), allowMissingPdf: true }), leaves: 'computes the verdicts of a draft' },
  'imports.read': { input: () => ({ batchId: context.batchId }), leaves: 'a reading' },
  'imports.lines': { input: () => ({ ...page, batchId: context.batchId }), leaves: 'a reading' },
  'imports.progress': { input: () => ({ batchId: context.batchId }), leaves: 'a reading' },
  'imports.publish': { input: () => ({ batchId: context.batchId }), leaves: ['import_published'] },
  'imports.announce': { input: () => ({ batchId: context.batchId }), leaves: ['invoices_announced'] },
  'search.global': { input: () => ({ text: 'lenoir' }), leaves: 'a reading' },
  'invoices.list': { input: () => ({ ...page, sort: 'number', descending: false }), leaves: 'a reading' },
  'invoices.read': { input: () => ({ invoiceId: invoice(0) }), leaves: 'a reading' },
  'invoices.settle': { input: () => ({ invoiceId: invoice(0), method: 'cheque', paidOn: '2026-07-10' }), leaves: ['invoice_settled'] },
  'invoices.takeBack': { input: async () => ({ invoiceId: invoice(0), factId: await seenFact(invoice(0)), reason: 'Erreur de famille' }), leaves: ['invoice_settlement_undone'] },
  'invoices.denyDeclaration': { input: declared, leaves: ['invoice_declaration_denied'] },
  'invoices.previewAction': { input: () => ({ kind: 'suspend', scope: { invoiceIds: [invoice(2)] } }), leaves: 'a reading' },
  'invoices.act': { input: () => ({ actionId: 'A'.repeat(22), kind: 'suspend', scope: { invoiceIds: [invoice(2)] }, expected: 1, reason: 'Contrôle', tellsResidents: false }), leaves: ['invoices_suspended'] },
  'invoices.actionProgress': { input: () => ({ actionId: 'A'.repeat(22) }), leaves: 'a reading' },
  'invoices.actions': reading,
  'invoices.undoAction': { input: () => ({ actionId: 'A'.repeat(22) }), leaves: ['invoices_action_undone'] },
  'payers.list': { input: () => ({ ...page, sort: 'name', descending: false }), leaves: 'a reading' },
  'payers.read': { input: payer, leaves: 'a reading' },
  'payers.save': { input: async () => ({ ...payer(), name: 'Mme Lenoir', address: '1 rue Haute' }), leaves: ['payer_changed'] },
  'payers.recordPaperChoice': { input: () => ({ ...payer(), isPaperless: true, decidedOn: '2026-09-12', proof: 'Courrier' }), leaves: ['paperless_changed'] },
  'payers.previewMerge': { input: merge, leaves: 'a reading' },
  'payers.merge': { input: async () => ({ ...(await merge()), expected: 1 }), leaves: ['payers_merged'] },
  'people.add': { input: () => ({ ...payer(), email: 'pere@exemple.test', role: 'holder', invite: false }), leaves: ['person_added'] },
  'people.setRole': { input: async () => ({ ...(await newcomer()), role: 'reader' }), leaves: ['person_role_changed'] },
  'people.correctEmail': { input: async () => ({ ...(await newcomer()), email: 'pere@exemple.test' }), leaves: ['person_email_corrected'] },
  'people.invite': { input: newcomer, leaves: ['person_invited'] },
  'people.block': { input: newcomer, leaves: ['account_blocked'] },
  'people.unblock': { input: newcomer, leaves: ['account_unblocked'] },
  'people.remove': { input: newcomer, leaves: ['person_removed'] },
  'people.view': { input: () => ({ ...payer(), accountId: household.accountId }), leaves: 'is written when the link is opened' },
  'payments.list': { input: () => page, leaves: 'a reading' },
  'payments.read': { input: async () => ({ paymentId: await live(2) }), leaves: 'a reading' },
  'payments.check': { input: () => ({ paymentId: context.paymentId }), leaves: ['payment_checked'] },
  'payments.cancel': { input: () => ({ paymentId: context.paymentId, reason: 'Abandon' }), leaves: ['payment_cancelled'] },
  'payments.confirm': { input: async () => ({ paymentId: await reported() }), leaves: ['payment_confirmed', 'payment_settled'] },
  'payments.takeBack': { input: async () => ({ ...(await confirmed()), reason: 'Ticket d’une autre famille' }), leaves: ['payment_unconfirmed'] },
  'payments.settle': { input: async () => ({ paymentId: await dueAgain(), invoiceIds: [invoice(3)] }), leaves: ['payment_settled'] },
  'payments.sort': { input: async () => ({ ...(await settledBy(await twice())), invoiceIds: [], note: 'Remboursé' }), leaves: ['payment_sorted'] },
  'payments.suspend': { input: () => ({ place: 'regie', regieId: context.regieId, sentence: 'Clôture.' }), leaves: ['payments_suspended'] },
  'mails.list': { input: () => page, leaves: 'a reading' },
  'mails.retry': { input: failedMail, leaves: ['mail_retried'] },
  'mails.dismiss': { input: async () => ({ mailIds: [(await failedMail()).mailId] }), leaves: ['mail_dismissed'] },
  'messages.list': { input: () => page, leaves: 'a reading' },
  'messages.setHandled': { input: () => ({ messageId: context.messageId, handled: true }), leaves: ['message_handled'] },
  'messages.answer': { input: () => ({ messageId: context.messageId, body: 'Bonjour.', close: true }), leaves: ['message_answered'] },
  'readyAnswers.save': { input: () => ({ title: 'Repas', body: 'Bonjour {nom}' }), leaves: ['ready_answer_saved'] },
  'readyAnswers.list': reading,
  'readyAnswers.remove': { input: async () => ({ id: (await staff.call<{ id: string }[]>('readyAnswers.list', {}))[0]!.id }), leaves: ['ready_answer_removed'] },
  'announcements.save': { input: () => ({ title: 'Fermeture', body: 'Texte', startsOn: '2026-11-02', endsOn: null }), leaves: ['announcement_saved'] },
  'announcements.remove': { input: async () => ({ id: (await staff.call<{ id: string }[]>('announcements.list', {}))[0]!.id }), leaves: ['announcement_removed'] },
  'session.lock': { leaves: ['session_locked'] },
  'session.logout': { leaves: ['agent_logged_out'] },
};

async function settingsFile(): Promise<{ text: string }> {
  return { text: JSON.stringify({ format: 'portail-des-factures/reglages', version: 1, settings: { ...(await settings()), staff: { lockMinutes: 30 } }, logo: null }) };
}

/** What a portal in use refuses to everybody. */
const refusals: Record<string, string> = { 'agents.createFirst': 'agent_exists', 'restore.preview': 'restore_not_first' };

async function otherSession(): Promise<object> {
  await openStaffAs(town.server, 'regisseur');
  await rewrite(`UPDATE sessions SET agent_id = '${me.slice(6)}' WHERE agent_id = (SELECT id FROM agents WHERE email = '${colleague('regisseur')}')`);
  return { sessionId: (await staff.call<AccountDto>('account.read', {})).sessions.find(({ isCurrent }) => !isCurrent)!.id };
}

async function declared(): Promise<object> {
  await inTransaction(() => Invoice.update({ declared: 'resident' }, { where: { id: invoice(4) } }));
  return { invoiceId: invoice(4) };
}

async function reported(): Promise<string> {
  const id = await live(3);
  await inTransaction(() => Payment.update({ state: 'reported', interface: 'url' }, { where: { id } }));
  return id;
}

async function confirmed() {
  const { id: paymentId, settledAt } = await Payment.findOne({ where: { state: 'paid', interface: 'url' }, rejectOnEmpty: true });
  return { paymentId, confirmedAt: settledAt?.toISOString() };
}

/** Received twice, and the other settlement was taken back. */
async function dueAgain(): Promise<string> {
  const id = await twice();
  await rewrite(`UPDATE payments SET state = 'paid' WHERE id = '${id}'`);
  await rewrite(`UPDATE payment_lines SET outcome = 'paid_twice', is_live = 0, is_asked = 1 WHERE payment_id = '${id}'`);
  await inTransaction(() => InvoiceEvent.create({ id: newId(), invoiceId: invoice(3), kind: 'paid_twice', source: 'payfip', detail: JSON.stringify({ payment: id }), at: new Date() }));
  return id;
}

/** As its window shows it. */
const settledBy = async (paymentId: string) => ({ paymentId, settledNumbers: (await staff.call<PaymentDetailDto>('payments.read', { paymentId })).payment.settledNumbers });

async function twice(): Promise<string> {
  await rewrite(`UPDATE payments SET to_sort = 'paid_twice' WHERE id = '${context.paymentId}'`);
  return context.paymentId!;
}

async function failedMail(): Promise<{ mailId: string }> {
  const mail = await OutgoingMail.findOne({ rejectOnEmpty: true });
  await inTransaction(() => mail.update({ state: 'failed' }));
  return { mailId: mail.id };
}

/** Every row, but those that mails and payments under way change by themselves. */
async function ownRows(): Promise<string> {
  const tables = JSON.parse(await everyRow()) as [string, unknown][];
  return JSON.stringify(tables.filter(([name]) => !['outgoing_mails', 'payments', 'payment_lines', 'payment_answers'].includes(name)));
}

/** Actions written since `from`, by whom, oldest first. */
async function entriesSince(from: number): Promise<[string, string][]> {
  const entries = await AuditEntry.findAll({ order: [['at', 'ASC']], offset: from, raw: true });
  return entries.map(({ actor, action }) => [actor, action]);
}

test('each call leaves its entry, by the agent who made it, from this machine; a reading changes nothing', async () => {
  expect(Object.keys(gestures).sort()).toEqual(Object.keys(staffApi).sort());
  for (const [name, { input, leaves }] of Object.entries(gestures)) {
    await RateLimit.destroy({ where: {} });
    if (name === 'account.enableTotp') context.secret = JSON.parse((await staff.postJson('/api/account.prepareTotp', { password: 'tilleul-vert-9' })).text).value.secret;
    const asked = (await input?.()) ?? {};
    const [count, rows] = [await AuditEntry.count(), leaves === 'a reading' ? await ownRows() : ''];
    const answer = await staff.postJson(`/api/${name}`, asked);
    const refusal = refusals[name];
    expect([name, codeOf(answer), answer.status === 200 ? '' : answer.text]).toEqual([name, refusal ?? 'ok', refusal ? expect.anything() : '']);
    const written = (await entriesSince(count)).filter(([actor]) => actor === me).map(([, action]) => action);
    expect([name, [...written].sort()]).toEqual([name, Array.isArray(leaves) ? [...leaves].sort() : []]);
    if (leaves === 'a reading') expect([name, await ownRows() === rows]).toEqual([name, true]);
  }
  expect(await AuditEntry.count({ where: { action: 'agent_created', actor: 'workstation' } })).toBe(1);
  expect(await AuditEntry.count({ where: { actor: me, place: '' } })).toBe(0);
}, 60_000);

test('each file leaves its entry too', async () => {
  await staff.call('session.login', { email: firstAgent.email, password: 'tilleul-vert-9' });
  const { batchId } = await staff.call<{ batchId: string }>('imports.create', {});
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(16)]);
  const puts: [string, Buffer, AuditAction[]][] = [
    [`/files/imports/${batchId}/source?name=x.csv`, Buffer.from('numero\n'), ['import_source_received']],
    // As many as there are invoices: the import's own entries tell of them.
    [`/files/imports/${batchId}/documents?name=a.pdf`, pdfOf('a'), []],
    ['/files/logo', png, ['logo_changed']],
    [`/files/invoices/${invoice(0)}?name=b.pdf&reason=Erreur`, pdfOf('b'), ['invoice_document_replaced']],
  ];
  for (const [path, content, leaves] of puts) {
    const count = await AuditEntry.count();
    expect([path, await staff.put(path, content)]).toEqual([path, 200]);
    expect([path, (await entriesSince(count)).filter(([actor]) => actor === me).map(([, action]) => action)]).toEqual([path, leaves]);
  }
  const gets: [string, AuditAction[]][] = [
    [`/files/invoices/${invoice(0)}`, ['document_opened']], ['/files/logo', []], ['/files/settings.json', ['settings_exported']], [`/files/imports/${batchId}/refused.csv`, []],
    ['/files/payments.csv?du=2026-01-01&au=2026-12-31', ['payments_exported']], ['/files/payments.xlsx?du=2026-01-01&au=2026-12-31', ['payments_exported']],
    ['/files/journal.csv', ['journal_exported']], ['/files/invoices.csv?state=unpaid', ['invoices_exported']], [`/files/invoices.xlsx?ids=${invoice(0)}`, ['invoices_exported']],
  ];
  for (const [path, leaves] of gets) {
    const count = await AuditEntry.count();
    expect([path, (await staff.get(path)).status]).toEqual([path, 200]);
    expect([path, (await entriesSince(count)).filter(([actor]) => actor === me).map(([, action]) => action)]).toEqual([path, leaves]);
  }
});

test('what residents and visitors do has its place too', async () => {
  const resident = town.server.browser();
  await resident.login(household.email, 'mauvais-mot');
  await resident.login(household.email, 'parapluie-bleu-42');
  const entries = await AuditEntry.findAll({ where: { actor: { [Op.or]: [{ [Op.startsWith]: 'account:' }, 'resident', 'visitor'] } }, raw: true });
  expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['account_logged_in', 'account_login_failed', 'message_received']));
  expect(entries.filter(({ place }) => place === '')).toEqual([]);
});

test('writers who wait together keep each their own place', async () => {
  const agents = ['Firefox/130', 'Chrome/130', 'Edg/130'];
  const before = await AuditEntry.count();
  const writes = agents.flatMap((name) => Array.from({ length: 6 }, () => staff.postJson('/api/imports.create', {}, { 'User-Agent': name })));
  const silent = Array.from({ length: 6 }, () => inTransaction(() => recordAudit({ actor: 'system', action: 'demonstration_loaded' })));
  await Promise.all([...writes, ...silent]);
  const places = (await AuditEntry.findAll({ order: [['at', 'ASC']], offset: before, raw: true })).map(({ place }) => place).sort();
  expect(places).toEqual([...Array(6).fill(''), ...Array(6).fill('ce poste, Chrome'), ...Array(6).fill('ce poste, Edge'), ...Array(6).fill('ce poste, Firefox')]);
});

describe('the journal', () => {
  const list = async (filter: object = {}, size = 100) => staff.call<{ items: JournalEntryDto[]; total: number }>('journal.list', { page: 1, pageSize: size, ...filter });
  const said = async (filter: object = {}) => (await list(filter)).items.map(({ what }) => plainSpaces(what));

  test('says in French who did what, when, from where, the last first', async () => {
    const { items, total } = await list({}, 200);
    expect(total).toBeGreaterThan(40);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort().reverse());
    for (const entry of items) expect([entry, /[a-z]_[a-z]|[A-Za-z0-9_-]{22}|undefined|\{/.test(`${entry.who} ${entry.what}`)]).toEqual([entry, false]);
    expect(items.find(({ what }) => what.includes('au guichet'))).toMatchObject({ who: 'Mme Martin', place: expect.stringMatching(/^ce poste/), object: { id: invoice(0), kind: 'invoice' } });
    const texts = items.map(({ what }) => plainSpaces(what));
    expect(texts).toEqual(expect.arrayContaining([
      'A enregistré au guichet le règlement de la facture n° 2026-1 : chèque, le 10/07/2026.', 'A suspendu le paiement de factures : 1 facture, 202,11 €, « Contrôle ».', 'Est revenu sur une action : paiement suspendu, 1 facture.', 'A créé le compte de Jean Grand : lecture seule.',
      'A changé le rôle de Jean Grand : lecture seule → secrétaire.', 'A modifié les réglages (contact).', 'A suspendu le paiement en ligne de « Cantine » : « Clôture ».',
      'A essayé l’envoi des courriels : message parti vers a@exemple.test.', 'A exporté les paiements : du 01/01/2026 au 31/12/2026.', 'A écrit au service : « Cantine » de Mme Durand.',
      'A marqué comme traité le message « Cantine » de Mme Durand.', 'A annulé le paiement n° 1 : « Abandon ».', 'S’est déconnecté.', 'A verrouillé la fenêtre.',
    ]));
  });

  test('is searched by words, in any order, without accents', async () => {
    expect(await said({ search: 'guichet 2026-1' })).toEqual(['A annulé le règlement au guichet de la facture n° 2026-1 : « Erreur de famille ».', 'A enregistré au guichet le règlement de la facture n° 2026-1 : chèque, le 10/07/2026.']);
    expect(await said({ search: 'MARTIN prete' })).toEqual(['A supprimé une réponse toute prête.', 'A enregistré une réponse toute prête : « Repas ».']);
    expect((await said({ search: 'durand' })).length).toBe(3);
    for (const search of ["' OR 1=1 --", 'introuvable']) expect([search, (await list({ search })).total]).toEqual([search, 0]);
  });

  test('is narrowed to an agent, the residents, a subject, days, one thing', async () => {
    const agents = await staff.call<ColleagueDto[]>('agents.list', {});
    expect(new Set((await list({ who: me })).items.map(({ who }) => who))).toEqual(new Set(['Mme Martin']));
    await town.server.browser().login(household.email, 'parapluie-bleu-42');
    expect((await list({ who: 'residents' })).items.at(0)).toMatchObject({ who: household.email, what: 'S’est connecté au portail.' });
    expect(new Set(await said({ topic: 'messages' }))).toContain('A supprimé une annonce.');
    expect((await said({ topic: 'messages' })).some((what) => what.includes('guichet'))).toBe(false);
    expect((await list({ from: '2020-01-01', to: '2020-12-31' })).total).toBe(0);
    expect(await said({ object: invoice(0) })).toEqual(['A ouvert le PDF de la facture n° 2026-1.', 'A remplacé le PDF de la facture n° 2026-1 : « Erreur ».', 'A annulé le règlement au guichet de la facture n° 2026-1 : « Erreur de famille ».', 'A enregistré au guichet le règlement de la facture n° 2026-1 : chèque, le 10/07/2026.']);
    const jean = agents.find(({ email }) => email === card.email)!;
    expect((await said({ object: jean.id })).length).toBeGreaterThanOrEqual(5);
  });

  test('comes page by page', async () => {
    const whole = (await list({}, 50)).items.map(({ id }) => id);
    const [first, second] = [await list({}, 20), await list({ page: 2 }, 20)];
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(whole.slice(0, 40));
  });

  test('leaves as a file with the same filters, where nothing is a formula', async () => {
    await staff.call('agents.invite', { name: '=cmd|x', email: 'formule@sistec.test', role: 'reader' });
    const { id } = (await staff.call<ColleagueDto[]>('agents.list', {})).find(({ email }) => email === 'formule@sistec.test')!;
    await inTransaction(() => AuditEntry.update({ actor: `agent:${id}` }, { where: { object: id } }));
    const answer = await staff.get(`/files/journal.csv?who=agent:${id}`);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="journal-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = plainSpaces(answer.text).trim().split(/\r?\n/);
    expect(lines[0]).toMatch(/^\ufeff?quand;qui;quoi;depuis$/);
    expect(lines).toHaveLength(2);
    expect(answer.text).toContain(";'=cmd|x;A créé le compte de =cmd|x");
    expect((await staff.get('/files/journal.csv?from=hier')).status).toBe(422);
  });
});
