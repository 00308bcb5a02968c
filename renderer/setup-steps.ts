// Why: each step of the first run is a form of the settings, in the order in which one thinks of them.
import type { Component } from 'vue';
import type { SetupStep } from '../server/contract/setup.ts';
import type { Right } from '../server/contract/rights.ts';
import BackupForm from './parts/BackupForm.vue';
import RegieList from './parts/RegieList.vue';
import SettingsAgents from './parts/SettingsAgents.vue';
import SettingsCommune from './parts/SettingsCommune.vue';
import SettingsContact from './parts/SettingsContact.vue';
import SettingsLegal from './parts/SettingsLegal.vue';
import SettingsLook from './parts/SettingsLook.vue';
import SettingsMail from './parts/SettingsMail.vue';
import SettingsPortal from './parts/SettingsPortal.vue';
import { agentDrafts, regieCardDrafts } from './drafts.ts';
import { communeColour, communeNames, isChanged, type SettingsPart } from './settings-draft.ts';

interface SetupPart { part: Component; fills?: SettingsPart; /** Of a form that fills in no settings. */ isTyped?: () => boolean; needs?: Right }

export const setupParts: Record<SetupStep, SetupPart> = {
  commune: { part: SettingsCommune, fills: communeNames }, look: { part: SettingsLook, fills: communeColour }, contact: { part: SettingsContact, fills: { section: 'contact' } },
  portal: { part: SettingsPortal, fills: { section: 'portal' } }, mail: { part: SettingsMail, fills: { section: 'smtp' } },
  regies: { part: RegieList, isTyped: () => regieCardDrafts.isAnyTyped() }, agents: { part: SettingsAgents, isTyped: () => agentDrafts.isAnyTyped(), needs: 'agents' },
  legal: { part: SettingsLegal, fills: { section: 'legal' } }, backup: { part: BackupForm, needs: 'settings' },
};

export function isToSave(step: SetupStep): boolean {
  const { fills, isTyped } = setupParts[step];
  return fills ? isChanged(fills) : isTyped?.() ?? false;
}
