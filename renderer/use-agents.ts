// Why: what an administrator does of colleagues' accounts, apart from how it looks.
import { ref } from 'vue';
import type { ColleagueDto } from '../server/contract/schemas.ts';
import { call } from './api.ts';
import { say } from './notice.ts';
import type { AgentCard } from './parts/AgentForm.vue';
import { useAction } from './use-action.ts';
import { useLoad } from './use-load.ts';
import { refreshDashboard } from './waiting.ts';

export interface GivenPassword { name: string; email: string; password: string; until: string }

export function useAgents() {
  const { value: agents, problem, isLoading, reload } = useLoad(() => call('agents.list', {}));
  const action = useAction();
  /** Shown once, until it is said to be given. */
  const given = ref<GivenPassword | null>(null);
  /** The colleague under edition, 'new', or nobody. */
  const edited = ref<ColleagueDto | 'new' | null>(null);

  const doing = (work: () => Promise<void>) => action.run(async () => {
    await work();
    await reload();
    void refreshDashboard();
  });

  const save = (card: AgentCard) => doing(async () => {
    if (edited.value === 'new') given.value = { name: card.name, email: card.email, ...(await call('agents.invite', card)) };
    else if (edited.value) {
      await call('agents.change', { ...card, agentId: edited.value.id });
      say(`Compte de ${card.name} enregistré.`);
    }
    edited.value = null;
  });

  const resetPassword = ({ id: agentId, name, email }: ColleagueDto) => doing(async () => {
    given.value = { name, email, ...(await call('agents.resetPassword', { agentId })) };
  });
  const removeTotp = ({ id: agentId, name }: ColleagueDto) => doing(async () => {
    await call('agents.removeTotp', { agentId });
    say(`${name} se connecte de nouveau avec le mot de passe seul.`);
  });
  const endSessions = ({ id: agentId, name }: ColleagueDto) => doing(async () => {
    await call('agents.endSessions', { agentId });
    say(`Les sessions de ${name} sont fermées.`);
  });
  const setDisabled = ({ id: agentId, name }: ColleagueDto, disabled: boolean) => doing(async () => {
    await call('agents.setDisabled', { agentId, disabled });
    say(disabled ? `Le compte de ${name} n’ouvre plus rien.` : `Le compte de ${name} est de nouveau ouvert.`);
  });

  return { agents, problem, isLoading, reload, action, given, edited, save, resetPassword, removeTotp, endSessions, setDisabled };
}
