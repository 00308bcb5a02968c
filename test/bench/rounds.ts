// Why: a shared machine is never twice the same; what is compared is measured in turn (A B A B …) and the median kept.

/** Runs each measure once a round, in turn; answers the results of each, in the order of the rounds. */
export async function inTurn<Name extends string, Result>(rounds: number, measures: Record<Name, () => Promise<Result>>): Promise<Record<Name, Result[]>> {
  const names = Object.keys(measures) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results[name].push(await measures[name]());
  }
  return results;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] ?? NaN : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** Median of one figure of the results. */
export const medianOf = <Result>(results: Result[], pick: (result: Result) => number): number => median(results.map(pick));

/** Median of the ratio of two figures, round by round: both sides of a ratio saw the same machine. */
export function medianRatio<Result>(over: Result[], under: Result[], pick: (result: Result) => number): number {
  return median(over.map((result, index) => pick(result) / pick(under[index] ?? result)));
}
