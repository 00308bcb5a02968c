// Why: the counters of the navigation and the dashboard show the same figures, read once for both.
import { ref, shallowRef } from 'vue';
import type { DashboardDto } from '../server/contract/schemas.ts';
import { call, callInBackground, sentenceOf } from './api.ts';
import { session } from './session.ts';

export const dashboard = shallowRef<DashboardDto | null>(null);
export const dashboardProblem = ref('');

/** `isByItself`: nobody asked for it. */
export async function refreshDashboard(isByItself = false): Promise<void> {
  try {
    dashboard.value = await (isByItself ? callInBackground : call)('dashboard.read', {});
    dashboardProblem.value = '';
    // One truth for the login, the screens and the exports; the server may have been started again on another service of payment.
    if (session.current) session.current.isPlay = dashboard.value.isPlay;
  } catch (error) {
    dashboardProblem.value = sentenceOf(error);
  }
}
