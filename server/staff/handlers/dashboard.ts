// What waits for the staff, then a few figures.
import type { Handlers } from '../call.ts';
import { readDashboard } from '../read-dashboard.ts';
import { readFigures } from '../read-figures.ts';

export const dashboardHandlers: Handlers<'dashboard.read' | 'dashboard.figures'> = {
  'dashboard.read': (_input, { now, dataFolder }) => readDashboard(dataFolder, now),
  'dashboard.figures': (_input, { now }) => readFigures(now),
};
