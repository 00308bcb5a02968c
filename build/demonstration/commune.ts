// Why this file exists: the believable commune of the demonstration, its settings, its régies and its announcement.
// The place, the people and the addresses are invented; the telephone number is in a range kept for fiction.
import type { RegieCode } from './model.ts';

export const postalCode = '31595';
export const town = 'Saint-Aubin-les-Vignes';

export const regieNames: Record<RegieCode, string> = {
  CANT: 'Restauration scolaire et périscolaire',
  CRECHE: 'Multi-accueil « Les Petits Ceps »',
  EAU: 'Service de l’eau',
};

/** Numbers of the payment simulator: one régie by web service, one by address; the crèche takes no payment on line. */
const payfip: Partial<Record<RegieCode, { numcli: string; interface: string; allowsSeveral: boolean }>> = {
  CANT: { numcli: '006270', interface: 'service', allowsSeveral: true },
  EAU: { numcli: '008112', interface: 'url', allowsSeveral: false },
};

/** What the public accountant recovers, of which no invoice is loaded: before production, the resident of the manual tries them with the references that PayFiP keeps for tests. */
const treasury = [
  { code: 'TITRES', name: 'Titres du budget principal', payfip: tried('095548', 'titre') },
  { code: 'ROLES', name: 'Rôles d’assainissement', payfip: tried('095549', 'role') },
];

function tried(numcli: string, kind: string) {
  return { numcli, kind, interface: 'url', allowsSeveral: false, stage: 'test', trialEmails: 'demo@exemple.test' };
}

/** What `commune.json` says: sections of the settings, then the announcement, the régies and the first agent. */
export const commune = {
  commune: {
    name: 'Mairie de Saint-Aubin-les-Vignes',
    serviceName: 'Facturation – Restauration scolaire, crèche et eau',
    accentColor: '#7a2e4d',
  },
  contact: {
    personName: 'Madame Nadia Ferrand',
    email: 'facturation@saint-aubin-les-vignes.test',
    phone: '05 36 49 19 30',
    hours: 'Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h (le mercredi jusqu’à 12 h)',
  },
  welcome: {
    title: 'Bienvenue sur le portail de dématérialisation',
    text: [
      'Un espace individualisé pour la consultation et le paiement des factures de la mairie de Saint-Aubin-les-Vignes.',
      [
        '- Grâce à une interface simple et soignée, vous pourrez **accéder à vos factures en un clic**.',
        '- Avec TIPI, vous pourrez procéder au **paiement de vos factures en toute sécurité**.',
        '- **Un espace de communication privilégié** avec la mairie de Saint-Aubin-les-Vignes.',
      ].join('\n'),
      'Vous y trouverez les factures de la restauration scolaire et du périscolaire, du multi-accueil « Les Petits Ceps » '
        + 'et du service de l’eau, pendant toute l’année scolaire et les années suivantes.',
    ].join('\n\n'),
  },
  legal: {
    publicationDirector: 'Monsieur Étienne Lacombe, maire de Saint-Aubin-les-Vignes',
    address: `Mairie de Saint-Aubin-les-Vignes, 1 place du Pressoir, ${postalCode} ${town}`,
    dpoContact: 'dpo@saint-aubin-les-vignes.test, ou par courrier à la mairie',
  },
  announcement: {
    title: 'Inscriptions aux vacances d’hiver',
    body: [
      'Les inscriptions au centre de loisirs pour les vacances d’hiver sont ouvertes **jusqu’au vendredi 18 décembre**, '
        + 'à la mairie ou auprès des animateurs.',
      'La mairie sera fermée le jeudi 24 décembre après-midi. Vos factures restent consultables ici, jour et nuit.',
    ].join('\n\n'),
    startsOn: '2026-11-02',
    endsOn: null,
  },
  regies: [...(Object.keys(regieNames) as RegieCode[]).map((code) => ({ code, name: regieNames[code], payfip: payfip[code] })), ...treasury],
  /** Accounts opened at once, to look around without waiting for a mail. */
  residents: [
    { email: 'demo@exemple.test', password: 'parapluie-bleu-42', about: 'Test SISTEC560\u00a0: une facture à régler de 243,11\u00a0€, deux en retard, une en trésorerie' },
    { email: 'ines.benhaim@exemple.test', password: 'parapluie-bleu-42', about: 'deux redevables sous un même compte\u00a0: cantine et eau' },
    { email: 'jb.vaysse@exemple.test', password: 'parapluie-bleu-42', about: 'propriétaire, l’eau de deux maisons, une facture en retard' },
  ],
  agent: {
    name: 'Nadia Ferrand',
    email: 'nadia.ferrand@saint-aubin-les-vignes.test',
    password: 'vendanges-de-septembre',
  },
  /** One of each other role, to see what each may do. */
  colleagues: [
    { name: 'Chloé Marty', email: 'chloe.marty@saint-aubin-les-vignes.test', password: 'barriques-en-octobre', role: 'secretary' },
    { name: 'Bruno Castex', email: 'bruno.castex@saint-aubin-les-vignes.test', password: 'barriques-en-octobre', role: 'regisseur' },
    { name: 'Étienne Lacombe', email: 'etienne.lacombe@saint-aubin-les-vignes.test', password: 'barriques-en-octobre', role: 'reader' },
  ],
};
