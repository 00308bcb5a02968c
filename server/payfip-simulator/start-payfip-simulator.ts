// Why: starts the simulator of PayFiP, in its own process or inside a test; it holds everything in memory.
import { act, type Action } from './admin-actions.ts';
import { ClientRegister, demonstrationClients } from './clients.ts';
import { SimulatedClock } from './clock.ts';
import { Deliveries } from './deliveries.ts';
import { doorsOf } from './doors.ts';
import { listen } from './listen.ts';
import type { LedgerEntry, Operation, SimulatedClient, Trouble } from './model.ts';
import { OperationBook } from './operations.ts';
import type { Simulation } from './simulation.ts';

export interface PayfipSimulatorOptions {
  /** 0: any free port. */
  port: number;
  /** The time of a test, in ms; the simulator may go ahead of it. */
  clock?: () => number;
  /** Demonstration clients unless given. */
  clients?: SimulatedClient[];
  urlclRetries?: number;
}

export interface PayfipSimulator {
  /** Without a final « / ». */
  baseUrl: string;
  now(): Date;
  /** Moves its time forward; what falls due on the way (notifications, purge) has happened when it resolves. */
  advance(ms: number): Promise<void>;
  /** Oldest first, as they are: what a test changes in them counts. */
  operations(): Operation[];
  find(id: string): Operation | undefined;
  /** Every payment made (P and V), oldest first. */
  ledger(): LedgerEntry[];
  /** Makes something happen to an operation, without its pages; false when the service would not. */
  act(id: string, action: Action): Promise<boolean>;
  /** Makes the whole web service ill; null heals it. */
  breakService(trouble: Trouble | null): void;
  stop(): Promise<void>;
}

const tickMs = 500;

export async function startPayfipSimulator(options: PayfipSimulatorOptions): Promise<PayfipSimulator> {
  const clock = new SimulatedClock(options.clock);
  const register = new ClientRegister(options.clients ?? demonstrationClients);
  const simulation: Simulation = {
    clock, register, book: new OperationBook(clock, register), deliveries: new Deliveries(clock, options.urlclRetries ?? 2), trouble: null, baseUrl: '',
  };
  const { server, port } = await listen(options.port, doorsOf(simulation));
  simulation.baseUrl = `http://127.0.0.1:${port}`;
  const ticking = setInterval(() => void clock.runDue(), tickMs);
  return {
    baseUrl: simulation.baseUrl,
    now: () => new Date(clock.now()),
    advance: (ms) => clock.advance(ms),
    operations: () => simulation.book.list(),
    find: (id) => simulation.book.find(id),
    ledger: () => simulation.book.ledger(),
    act: async (id, action) => {
      const operation = simulation.book.find(id);
      return operation ? act(simulation, operation, action) : false;
    },
    breakService: (trouble) => { simulation.trouble = trouble; },
    stop: () => new Promise((resolve) => {
      clearInterval(ticking);
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
