// Why: one line a figure, with its goal and whether it is reached; nothing is rounded in our favour.

export interface Figure {
  label: string;
  value: number;
  unit: string;
  /** Absent: shown for information. */
  goal?: { atLeast: number } | { atMost: number };
}

export function isReached({ value, goal }: Figure): boolean | null {
  if (!goal) return null;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

export function printTable(title: string, figures: Figure[]): void {
  console.log(`\n${title}`);
  for (const figure of figures) {
    const reached = isReached(figure);
    const verdict = reached === null ? '' : reached ? 'atteint' : 'NON ATTEINT';
    console.log(`  ${figure.label.padEnd(66)} ${show(figure.value, figure.unit).padStart(14)}   ${goalOf(figure).padEnd(14)} ${verdict}`);
  }
}

/** Prints how many goals are reached, and answers what the program ends with: 1 when one is missed. */
export function concludeBench(figures: Figure[]): 0 | 1 {
  const missed = figures.filter((figure) => isReached(figure) === false);
  console.log(`\n${figures.filter((figure) => isReached(figure)).length} objectifs atteints, ${missed.length} non atteints`);
  return missed.length === 0 ? 0 : 1;
}

function goalOf({ goal, unit }: Figure): string {
  if (!goal) return '';
  return 'atLeast' in goal ? `≥ ${show(goal.atLeast, unit)}` : `≤ ${show(goal.atMost, unit)}`;
}

function show(value: number, unit: string): string {
  const shown = unit === '%' ? value * 100 : value;
  const digits = unit === '×' ? 2 : shown < 10 && !Number.isInteger(shown) ? 2 : 0;
  return `${shown.toLocaleString('fr-FR', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.trim();
}
