// Why: what each scenario receives, and how long it may take.
import type { Figure } from './report.ts';

export interface Pace {
  rounds: number;
  /** Seconds of load in a round. */
  seconds: number;
  /** Requests before the first round: code that is not yet compiled costs several times as much. */
  warmUp: number;
}

export interface Scenario { title: string; run: (pace: Pace) => Promise<Figure[]> }

export const fullPace: Pace = { rounds: 5, seconds: 3, warmUp: 4_000 };
export const quickPace: Pace = { rounds: 1, seconds: 1.5, warmUp: 1_500 };
/** Connections of the load, as in the requirements. */
export const connections = 32;
