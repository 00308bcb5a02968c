// Why: everything one running simulator holds, handed to each of its doors.
import type { ClientRegister } from './clients.ts';
import type { SimulatedClock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Trouble } from './model.ts';
import type { OperationBook } from './operations.ts';

export interface Simulation {
  clock: SimulatedClock;
  register: ClientRegister;
  book: OperationBook;
  deliveries: Deliveries;
  /** What all the web service suffers from; null when it is well. */
  trouble: Trouble | null;
  /** http://127.0.0.1:port */
  baseUrl: string;
}
