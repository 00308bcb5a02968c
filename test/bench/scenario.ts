// Why: what each scenario receives, and how long it may take.
import type { Figure } from './report.ts';

export interface Pace {
  rounds: number;
  /** Seconds of load in a round. */
  seconds: number;
  /** Seconds of load before the first round. */
  warmUp: number;
}

export interface Scenario { title: string; run: (pace: Pace) => Promise<Figure[]> }

export const fullPace: Pace = { rounds: 5, seconds: 3, warmUp: 2 };
export const quickPace: Pace = { rounds: 1, seconds: 1.5, warmUp: 1 };
/** Connections of the load, as in the requirements. */
export const connections = 32;
