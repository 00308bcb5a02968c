// Why: what an administrator does of colleagues' accounts, apart from how it looks.
import { ref, shallowRef } from 'vue';
import type { ColleagueDto } from '../server/contract/schemas.ts';
import { call } from './api.ts';
import { isChangedMeanwhile } from './changed-meanwhile.ts';
import { agentDrafts } from './drafts.ts';
import { say } from './notice.ts';
import { useAction } from './use-action.ts';
import { useLoad } from './use-load.ts';
import { refreshDashboard } from './waiting.ts';

export interface GivenPassword { name: string; email: string; password: string; until: string }

export function useAgents() {
  const { value: agents, problem, isLoading, reload } = useLoad(() => call('agents.list', {}));
  const action = useAction();
  /** Shown once, until it is said to be given. */
  const given = ref<GivenPassword | null>(null);
  /** The account under edition, or none; what was left half written opens again. */
  const edited = shallowRef(agentDrafts.firstTyped() ?? null);

  const doing = (work: () => Promise<void>) => action.run(async () => {
    await work();
    await reload();
    void refreshDashboard();
  });

  function edit(agent: ColleagueDto | 'new'): void {
    const { name, email, role } = agent === 'new' ? { name: '', email: '', role: 'secretary' as const } : agent;
    edited.value = agentDrafts.open(draftName(agent), () => ({ agent, name, email, role }));
  }

  /** Saved, or given up. */
  function close(): void {
    if (edited.value) agentDrafts.drop(draftName(edited.value.agent));
    edited.value = null;
  }

  const save = () => doing(async () => {
    if (!edited.value) return;
    const { agent, ...card } = edited.value;
    if (agent === 'new') given.value = { name: card.name, email: card.email, ...(await call('agents.invite', card)) };
    else {
      await call('agents.change', { ...card, agentId: agent.id, version: agent.version }).catch(compare);
      say(`Compte de ${card.name} enregistré.`);
    }
    close();
  });

  /** What is typed stays; the list below shows what a colleague has saved meanwhile. */
  async function compare(error: unknown): Promise<never> {
    const draft = edited.value;
    if (draft && draft.agent !== 'new' && isChangedMeanwhile(error)) {
      await reload();
      const { id } = draft.agent;
      draft.agent = agents.value?.find((each) => each.id === id) ?? draft.agent;
    }
    throw error;
  }

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

  return { agents, problem, isLoading, reload, action, given, edited, edit, close, save, resetPassword, removeTotp, endSessions, setDisabled };
}

const draftName = (agent: ColleagueDto | 'new'): string => (agent === 'new' ? 'new' : agent.id);
