// Why: what each setting is called and what helps to fill it: for the forms, for what was saved, for what two agents changed and for an import. A setting without words does not compile.
import type { Settings } from './schemas.ts';
import { exposureLabels, securityLabels } from './labels.ts';

export interface FieldWords { label: string; hint?: string; isOptional?: boolean; max?: number; type?: 'text' | 'email' | 'tel' | 'number' }
type Words = { [Section in keyof Settings]: { [Field in keyof Settings[Section]]: FieldWords } };
export type SectionName = keyof Settings;

export const sectionLabels: Record<SectionName, string> = {
  commune: 'Commune', contact: 'Contact', welcome: 'Accueil du portail', portal: 'Portail', smtp: 'Courriel', payments: 'Paiement en ligne', staff: 'Verrouillage', legal: 'Mentions légales',
};

export const settingsFields: Words = {
  commune: {
    name: { label: 'Nom', hint: 'Par exemple\u00a0: Mairie de Saint-Exemple', max: 120 },
    serviceName: { label: 'Service', hint: 'Par exemple\u00a0: Service enfance et facturation', max: 160 },
    accentColor: { label: 'Couleur d’accent', hint: 'Celle des boutons et des liens. Elle est foncée si besoin, pour rester lisible.', max: 7 },
  },
  contact: {
    personName: { label: 'Personne ou service', isOptional: true, max: 120 },
    email: { label: 'Adresse de messagerie', type: 'email' },
    phone: { label: 'Téléphone', max: 40, type: 'tel' },
    hours: { label: 'Horaires', hint: 'Par exemple\u00a0: du lundi au vendredi, de 9 h à 12 h', isOptional: true, max: 200 },
  },
  welcome: { title: { label: 'Titre', max: 120 }, text: { label: 'Texte', max: 8_000 } },
  portal: {
    publicUrl: { label: 'Adresse publique', hint: 'Celle des liens dans les courriels, par exemple https://factures.macommune.fr' },
    exposure: { label: 'Qui peut ouvrir le portail' },
    minPasswordLength: { label: 'Longueur minimale des mots de passe', hint: 'De 5 à 64 caractères, pour les habitants comme pour les agents', type: 'number' },
  },
  smtp: {
    host: { label: 'Serveur d’envoi', hint: 'Serveur «\u00a0SMTP\u00a0», par exemple smtp.fournisseur.fr' },
    port: { label: 'Port', type: 'number' },
    security: { label: 'Sécurité de la connexion' },
    user: { label: 'Identifiant', hint: 'Souvent l’adresse de messagerie entière', isOptional: true },
    fromName: { label: 'Nom de l’expéditeur', hint: 'Par exemple\u00a0: Mairie de Saint-Exemple', isOptional: true },
    fromAddress: { label: 'Adresse de l’expéditeur', type: 'email' },
  },
  payments: { baseUrl: { label: 'Service de paiement' }, suspension: { label: 'Suspension du paiement en ligne' } },
  staff: { lockMinutes: { label: 'Minutes sans activité', hint: 'De 1 à 120 minutes. À la main\u00a0: Ctrl + Maj + L', type: 'number' } },
  legal: {
    publicationDirector: { label: 'Directeur ou directrice de la publication', hint: 'Le plus souvent le maire\u00a0: prénom, nom et fonction', max: 160 },
    address: { label: 'Adresse postale de la mairie', max: 300 },
    dpoContact: { label: 'Délégué à la protection des données', hint: 'Son nom ou son adresse de messagerie', max: 200 },
  },
};

/** The words of a field found by its name. */
export const wordsOfField = (section: SectionName, field: string): FieldWords => (settingsFields[section] as Record<string, FieldWords> | undefined)?.[field] ?? { label: field };

/** A value as a person reads it; '' for nothing. */
export function valueInWords(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return { ...exposureLabels, ...securityLabels }[text] ?? text;
}

export interface SettingsDifference { section: SectionName; field: string; before: string; after: string }

/** What differs, in the order of the forms. */
export function differencesOf(before: Partial<Settings>, after: Partial<Settings>): SettingsDifference[] {
  return (Object.keys(sectionLabels) as SectionName[]).flatMap((section) => {
    const former = new Map<string, unknown>(Object.entries(before[section] ?? {}));
    return Object.entries(after[section] ?? {}).filter(([field, value]) => former.get(field) !== value)
      .map(([field, value]) => ({ section, field, before: valueInWords(former.get(field)), after: valueInWords(value) }));
  });
}
