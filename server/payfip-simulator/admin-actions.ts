// Why: what the person (or the test) behind the simulator can make happen to an operation, whatever the payer did.
import type { Operation, Resultrans, ScenarioKey, Trouble } from './model.ts';
import type { Simulation } from './simulation.ts';

export type Action =
  | { kind: 'decide'; resultrans: Resultrans }
  | { kind: 'notify' }
  | { kind: 'trouble'; trouble: Trouble | null }
  | { kind: 'scenario'; scenario: ScenarioKey }
  | { kind: 'purge' };

/** `decide` pays or refuses without the page, a late payment after an abandonment included; false when it may not be. */
export async function act(simulation: Simulation, operation: Operation, action: Action): Promise<boolean> {
  switch (action.kind) {
    case 'decide':
      if (!simulation.book.decide(operation, action.resultrans)) return false;
      await simulation.deliveries.announce(operation, false);
      return true;
    case 'notify':
      if (operation.door === 'service') await simulation.deliveries.notify(operation);
      else await simulation.deliveries.announce(operation, false);
      return true;
    case 'trouble': operation.trouble = action.trouble; return true;
    case 'scenario': operation.scenario = action.scenario; return true;
    case 'purge': operation.purgedAt = simulation.clock.now(); return true;
  }
}
