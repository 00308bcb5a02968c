// Why: the subjects of the settings, for their own screen and for the search, which also knows them by other words.
import type { Component } from 'vue';
import type { Right } from '../server/contract/rights.ts';
import BackupForm from './parts/BackupForm.vue';
import RegieList from './parts/RegieList.vue';
import SettingsAgents from './parts/SettingsAgents.vue';
import SettingsCommune from './parts/SettingsCommune.vue';
import SettingsComputer from './parts/SettingsComputer.vue';
import SettingsContact from './parts/SettingsContact.vue';
import SettingsLegal from './parts/SettingsLegal.vue';
import SettingsLock from './parts/SettingsLock.vue';
import SettingsLook from './parts/SettingsLook.vue';
import SettingsMail from './parts/SettingsMail.vue';
import SettingsPayments from './parts/SettingsPayments.vue';
import SettingsPortal from './parts/SettingsPortal.vue';
import SettingsTransfer from './parts/SettingsTransfer.vue';
import SettingsWelcome from './parts/SettingsWelcome.vue';
import { agentDrafts, regieCardDrafts, regieDrafts } from './drafts.ts';
import { communeColour, communeNames, type SettingsPart } from './settings-draft.ts';

export interface Subject { id: string; title: string; fills: SettingsPart | null; /** Of forms that fill in no settings. */ isTyped?: () => boolean; part: Component; keywords: string; needs?: Right }

export const everySubject: Subject[] = [
  { id: 'commune', title: 'Commune', fills: communeNames, part: SettingsCommune, keywords: 'nom mairie service' },
  { id: 'apparence', title: 'Logo et couleur', fills: communeColour, part: SettingsLook, keywords: 'apparence image aperçu' },
  { id: 'contact', title: 'Contact', fills: { section: 'contact' }, part: SettingsContact, keywords: 'téléphone adresse horaires personne' },
  { id: 'accueil', title: 'Accueil du portail', fills: { section: 'welcome' }, part: SettingsWelcome, keywords: 'bienvenue texte titre message' },
  { id: 'portail', title: 'Portail', fills: { section: 'portal' }, part: SettingsPortal, keywords: 'adresse publique site ouverture visible internet réseau mot de passe longueur' },
  { id: 'courriel', title: 'Courriel', fills: { section: 'smtp' }, part: SettingsMail, keywords: 'smtp serveur envoi messagerie mail expéditeur test' },
  { id: 'regies', title: 'Régies', fills: null, isTyped: () => regieCardDrafts.isAnyTyped() || regieDrafts.isAnyTyped(), part: RegieList, keywords: 'cantine crèche eau code payfip identifiant numcli production activation' },
  { id: 'paiement', title: 'Paiement en ligne', fills: null, part: SettingsPayments, keywords: 'payfip tipi suspendre suspension fermer rouvrir carte' },
  { id: 'poste', title: 'Ce poste', fills: null, part: SettingsComputer, keywords: 'démarrage ordinateur veille notifications allumé mise à jour version' },
  { id: 'mentions', title: 'Mentions légales', fills: { section: 'legal' }, part: SettingsLegal, keywords: 'rgpd dpo délégué protection données directeur publication' },
  { id: 'agents', title: 'Agents', fills: null, isTyped: () => agentDrafts.isAnyTyped(), part: SettingsAgents, keywords: 'collègue compte rôle inviter mot de passe provisoire téléphone', needs: 'agents' },
  { id: 'verrouillage', title: 'Verrouillage', fills: { section: 'staff' }, part: SettingsLock, keywords: 'verrouiller absence minutes double authentification code' },
  { id: 'sauvegarde', title: 'Sauvegarde', fills: null, part: BackupForm, keywords: 'copie reprendre restaurer clé usb', needs: 'settings' },
  { id: 'transfert', title: 'Exporter, importer', fills: null, part: SettingsTransfer, keywords: 'réglages fichier autre poste', needs: 'settings' },
];
