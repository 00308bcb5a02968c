// Why: what an entry of the journal is about, by its name; and which entries are about something that has this word in its name.
import { quoted } from '../contract/format.ts';
import type { JournalObject } from '../contract/journal.ts';
import { database } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { Account, Agent, Announcement, ContactMessage, ImportBatch, Invoice, OutgoingMail, Payer, Payment, Regie } from '../models/index.ts';

export interface NamedObject { kind: JournalObject; name: string }

const numbered = (text: string | number) => `n°\u00a0${text}`;

/** The names of these objects; what does not exist any more has none. */
export async function namesOf(ids: string[]): Promise<Map<string, NamedObject>> {
  const where = { id: [...new Set(ids)] };
  const raw = { where, raw: true } as const;
  const named = <Row extends { id: string }>(rows: Row[], kind: JournalObject, nameOf: (row: Row) => string) =>
    rows.map((row): [string, NamedObject] => [row.id, { kind, name: nameOf(row) }]);
  return new Map([
    ...named(await Agent.findAll(raw), 'agent', ({ name }) => name),
    ...named(await Invoice.findAll(raw), 'invoice', ({ number }) => numbered(number)),
    ...named(await Payer.findAll(raw), 'payer', ({ name }) => quoted(name)),
    ...named(await Payment.findAll(raw), 'payment', ({ number }) => numbered(number)),
    ...named(await ImportBatch.findAll(raw), 'import', ({ sourceName }) => (sourceName ? quoted(sourceName) : '')),
    ...named(await Regie.findAll(raw), 'regie', ({ name }) => quoted(name)),
    ...named(await Announcement.findAll(raw), 'announcement', ({ title }) => quoted(title)),
    ...named(await ContactMessage.findAll(raw), 'message', ({ subject, senderName }) => `${quoted(subject)}${senderName ? ` de ${senderName}` : ''}`),
    ...named(await OutgoingMail.findAll(raw), 'mail', ({ recipient }) => `à ${recipient}`),
    ...named(await Account.findAll(raw), 'account', ({ email }) => email),
  ]);
}

const sectionNames: Record<string, string> = {
  commune: 'commune', contact: 'contact', welcome: 'accueil du portail', portal: 'portail', smtp: 'courriel', 'smtp-password': 'mot de passe du courriel',
  payments: 'paiement en ligne', legal: 'mentions légales', staff: 'verrouillage', logo: 'logo',
};

/** What is not an identifier: the portal as a whole, or sections of the settings. */
export function plainName(object: string): string {
  if (object === 'portal') return 'tout le portail';
  const sections = object.split(',').flatMap((name) => sectionNames[name] ?? []);
  return sections.length > 0 ? `(${sections.join(', ')})` : '';
}

/** SQL of the identifiers of what has this word in its name. */
export function objectsNamed(word: string): string {
  const like = database().escape(`%${word}%`);
  const key = foldKey(word);
  const byNumber = key ? [`SELECT id FROM invoices WHERE number_key LIKE ${database().escape(`%${key}%`)}`] : [];
  return [
    ...byNumber, `SELECT id FROM payments WHERE refdet LIKE ${like} OR CAST(number AS TEXT) = ${database().escape(word)}`, `SELECT id FROM import_batches WHERE source_name LIKE ${like}`,
    `SELECT id FROM payers WHERE name LIKE ${like} OR code LIKE ${like}`, `SELECT id FROM regies WHERE name LIKE ${like}`, `SELECT id FROM announcements WHERE title LIKE ${like}`,
    `SELECT id FROM contact_messages WHERE subject LIKE ${like} OR sender_name LIKE ${like}`, `SELECT id FROM outgoing_mails WHERE recipient LIKE ${like}`,
    `SELECT id FROM accounts WHERE email LIKE ${like}`, `SELECT id FROM agents WHERE name LIKE ${like}`,
  ].join(' UNION ALL ');
}
