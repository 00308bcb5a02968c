// Why: the counters of the navigation and the dashboard show the same figures, read once for both.
import { ref, shallowRef } from 'vue';
import type { DashboardDto } from '../server/contract/schemas.ts';
import { call, sentenceOf } from './api.ts';

export const dashboard = shallowRef<DashboardDto | null>(null);
export const dashboardProblem = ref('');

export async function refreshDashboard(): Promise<void> {
  try {
    dashboard.value = await call('dashboard.read', {});
    dashboardProblem.value = '';
  } catch (error) {
    dashboardProblem.value = sentenceOf(error);
  }
}
