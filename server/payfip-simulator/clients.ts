// Why: who may collect through the simulator, what is owed to them, and which means of payment are switched on.
import { dayInFrance, nextWorkingDay, startOfDayInFrance } from '../domain/days.ts';
import type { Debt, LedgerEntry, Means, RequestFields, SimulatedClient } from './model.ts';

const labelsOf = (service: string) => ['DDFIP DE DEMONSTRATION', 'COMMUNE DE SAINT AUBIN LES VIGNES', service];

/** Those of the demonstration's commune. */
export const demonstrationClients: SimulatedClient[] = [
  { numcli: '006270', labels: labelsOf('REGIE CANTINE ET GARDERIE'), kind: 'regie', webService: true, active: ['card', 'debit'] },
  { numcli: '012327', labels: labelsOf('REGIE NON ACTIVEE'), kind: 'regie', webService: true, active: [] },
  { numcli: '008112', labels: labelsOf('REGIE EAU PAR ADRESSE'), kind: 'regie', webService: false, active: ['card', 'debit'] },
  {
    numcli: '095548', labels: labelsOf('TITRES BUDGET PRINCIPAL'), kind: 'titre', webService: false, active: ['card', 'debit'],
    debts: [
      { refdet: '202600000002000001', exer: '2026', cents: 24_311, label: 'Titre 2026-2-1' },
      { refdet: '202600000003000001', exer: '2026', cents: 5_000, label: 'Titre 2026-3-1' },
    ],
  },
  {
    numcli: '095549', labels: labelsOf('ROLES DE L EAU'), kind: 'role', webService: false, active: ['card'],
    debts: [{ refdet: '2026EA000000123456789', exer: '2026', cents: 8_742, label: 'Rôle 2026-EA-00-123456789' }],
  },
];

const fictiveRefdets = new Set(['999900000000999999', '999999990000000000000']);

export class ClientRegister {
  readonly #clients: Map<string, SimulatedClient>;
  readonly #activeFrom = new Map<string, number>();

  constructor(clients: SimulatedClient[]) {
    this.#clients = new Map(clients.map((client) => [client.numcli, client]));
  }

  list(): SimulatedClient[] {
    return [...this.#clients.values()];
  }

  find(numcli: string): SimulatedClient | undefined {
    return this.#clients.get(numcli);
  }

  activeMeans(client: SimulatedClient, now: number): Means[] {
    const isOn = (means: Means) => client.active.includes(means) || (this.#activeFrom.get(`${client.numcli} ${means}`) ?? Infinity) <= now;
    return (['card', 'debit'] as const).filter(isOn);
  }

  /** Tests and activations show every means; production only those switched on. */
  offeredMeans(fields: RequestFields, now: number): Means[] {
    const client = this.find(fields.numcli);
    if (!client) return [];
    return ['T', 'X'].includes(fields.saisie) ? ['card', 'debit'] : this.activeMeans(client, now);
  }

  /** A payment in X switches its means on for the next working day. */
  recordPayment(entry: LedgerEntry): void {
    const key = `${entry.numcli} ${entry.means}`;
    if (entry.saisie === 'X' && !this.#activeFrom.has(key)) this.#activeFrom.set(key, startOfDayInFrance(nextWorkingDay(dayInFrance(new Date(entry.at)))).getTime());
  }
}

/** What is owed under that reference with exactly that amount; in T, the fictive references stand for any debt. */
export function findDebt(client: SimulatedClient, fields: RequestFields): Debt | undefined {
  const cents = Number(fields.montant);
  if (fields.saisie === 'T' && fictiveRefdets.has(fields.refdet)) return { refdet: fields.refdet, exer: fields.exer, cents, label: 'Référence fictive' };
  return client.debts?.find((debt) => debt.refdet === fields.refdet && debt.cents === cents && (fields.exer === '' || debt.exer === fields.exer));
}
