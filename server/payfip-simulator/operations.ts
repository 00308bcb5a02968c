// Why: the life of an operation in the service: created, opened once within 15 minutes, decided once, purged at night.
import { randomBytes, randomUUID } from 'node:crypto';
import type { ClientRegister } from './clients.ts';
import { nextTimeInFrance, type SimulatedClock } from './clock.ts';
import type { LedgerEntry, Operation, RequestFields, Resultrans, ServiceFault } from './model.ts';
import { isDebtPaid } from './request-rules.ts';
import { scenarioOfReference } from './scenarios.ts';

const openableForMs = 15 * 60_000;
/** How long an operation that was given up or refused may still be paid (payfip.md §3.8). */
const activeForMs = 20 * 60_000;
const readableForMs = 365 * 86_400_000;
const unknownOperation: ServiceFault = { code: 'P1', label: 'IdOp incorrect.' };

export class OperationBook {
  readonly #clock: SimulatedClock;
  readonly #register: ClientRegister;
  readonly #operations = new Map<string, Operation>();
  readonly #ledger: LedgerEntry[] = [];

  constructor(clock: SimulatedClock, register: ClientRegister) {
    this.#clock = clock;
    this.#register = register;
  }

  list(): Operation[] { return [...this.#operations.values()]; }
  ledger(): LedgerEntry[] { return this.#ledger.map((entry) => ({ ...entry })); }
  find(id: string): Operation | undefined { return this.#operations.get(id); }

  create(door: Operation['door'], fields: RequestFields): Operation {
    const now = this.#clock.now();
    const operation: Operation = {
      id: randomUUID(), door, fields, createdAt: now, openedAt: door === 'url' ? now : null, closedAt: null, returnedAt: null, purgedAt: null,
      result: null, ...scenarioOfReference(fields.refdet), deliveries: [],
    };
    this.#operations.set(operation.id, operation);
    this.#clock.schedule(nextTimeInFrance(now, '0300'), () => this.#purge(operation));
    return operation;
  }

  /** What the web service says of it: the fault, or the operation with its result. */
  read(id: string): ServiceFault | Operation {
    const operation = this.#operations.get(id);
    const isKnown = operation?.door === 'service' && operation.purgedAt === null && this.#clock.now() - operation.createdAt < readableForMs;
    if (!operation || !isKnown) return unknownOperation;
    const isDecided = operation.result !== null && operation.trouble !== 'p5-forever';
    return isDecided ? operation : { code: 'P5', label: 'Résultat de la transaction non connu.' };
  }

  /** Opens the payment page: once, within 15 minutes. */
  open(id: string): ServiceFault | Operation {
    const operation = this.#operations.get(id);
    if (!operation || operation.door !== 'service' || operation.purgedAt !== null) return unknownOperation;
    if (operation.openedAt !== null) return { code: 'P3', label: 'Cette opération a déjà été utilisée.' };
    if (this.#clock.now() - operation.createdAt > openableForMs) return { code: 'P4', label: 'Cette opération a été enregistrée il y a plus de 15 minutes.' };
    operation.openedAt = this.#clock.now();
    return operation;
  }

  /** Whether its payer has a choice left on the page: the first, or another after an abandonment or a refused card. By address, the first result ends it. */
  hasChoice({ door, result, closedAt, purgedAt, createdAt }: Operation): boolean {
    if (closedAt !== null || purgedAt !== null) return false;
    return result === null || (door === 'service' && ['A', 'R'].includes(result.resultrans) && this.#clock.now() - createdAt < activeForMs);
  }

  /** Decides an operation; false when it may not be: paid already, purged, or a debt paid elsewhere. A payment may follow a failure; another failure, while there is a choice. */
  decide(operation: Operation, resultrans: Resultrans): boolean {
    const isPayment = resultrans === 'P' || resultrans === 'V';
    const client = this.#register.find(operation.fields.numcli);
    const isPaid = operation.result?.resultrans === 'P' || operation.result?.resultrans === 'V';
    if (isPaid || operation.purgedAt !== null || (!isPayment && !this.hasChoice(operation))) return false;
    if (isPayment && client && isDebtPaid(client, { refdet: operation.fields.refdet, ledger: this.#ledger })) return false;
    operation.result = { resultrans, numauto: authorisation(resultrans), at: this.#clock.now() };
    if (isPayment) this.#record(operation, resultrans === 'P' ? 'card' : 'debit');
    return true;
  }

  #record({ id, door, fields }: Operation, means: LedgerEntry['means']): void {
    const { numcli, exer, refdet, saisie } = fields;
    const entry = { at: this.#clock.now(), id, door, numcli, exer, refdet, cents: Number(fields.montant), saisie, means, real: saisie !== 'T' };
    this.#ledger.push(entry);
    this.#register.recordPayment(entry);
  }

  /** At night, what has no outcome is forgotten. */
  #purge(operation: Operation): void {
    const { result, trouble } = operation;
    if (trouble === 'p1-next-day' || (result === null && trouble !== 'p5-forever')) operation.purgedAt = this.#clock.now();
  }
}

function authorisation(resultrans: Resultrans): string {
  if (resultrans === 'P') return randomBytes(3).toString('hex');
  return resultrans === 'V' ? `${String(randomBytes(6).readUIntBE(0, 6) % 1e12).padStart(12, '0')}-tip` : '';
}
