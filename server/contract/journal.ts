// Why: the subjects by which the journal is sorted, with their French words; light enough for the window to carry.

export const journalTopics = ['sessions', 'agents', 'imports', 'invoices', 'payers', 'payments', 'messages', 'settings', 'residents', 'portal'] as const;
export type JournalTopic = (typeof journalTopics)[number];

export const journalTopicLabels: Record<JournalTopic, string> = {
  sessions: 'Connexions des agents', agents: 'Comptes des agents', imports: 'Imports', invoices: 'Factures', payers: 'Redevables', payments: 'Paiements',
  messages: 'Messages et annonces', settings: 'Réglages', residents: 'Comptes des habitants', portal: 'Portail',
};

/** Who acted, besides an agent (`agent:<id>`). */
export const otherActors = ['residents', 'visitor', 'payfip', 'system', 'workstation', 'command-line'] as const;
export type OtherActor = (typeof otherActors)[number];

export const otherActorLabels: Record<OtherActor, string> = {
  residents: 'les habitants', visitor: 'un visiteur', payfip: 'PayFiP', system: 'le portail', workstation: 'le poste de la mairie', 'command-line': 'l’installateur',
};
/** What an entry is about, for the window to lead there. */
export const journalObjects = ['agent', 'invoice', 'payer', 'payment', 'import', 'regie', 'announcement', 'message', 'mail', 'account'] as const;
export type JournalObject = (typeof journalObjects)[number];

/** `until`, `at`: as instants are written for people. */
export function faultSentence(kind: 'changed' | 'missing' | 'added', at: string | null): string {
  if (at === null) return 'Des lignes manquent à la fin du journal.';
  return { changed: `La ligne du ${at} n’est plus celle que le portail a écrite.`, missing: `Des lignes manquent juste avant celle du ${at}.`, added: `La ligne du ${at} n’a pas été écrite par le portail.` }[kind];
}
