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
import type { SectionName } from './settings-draft.ts';

/** `section`: of the settings that it fills in. */
export const setupParts: Record<SetupStep, { part: Component; section?: SectionName; needs?: Right }> = {
  commune: { part: SettingsCommune, section: 'commune' }, look: { part: SettingsLook, section: 'commune' }, contact: { part: SettingsContact, section: 'contact' },
  portal: { part: SettingsPortal, section: 'portal' }, mail: { part: SettingsMail, section: 'smtp' }, regies: { part: RegieList }, agents: { part: SettingsAgents, needs: 'agents' },
  legal: { part: SettingsLegal, section: 'legal' }, backup: { part: BackupForm, needs: 'settings' },
};
