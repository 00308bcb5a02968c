// Why: when things are done on their own. A job never runs twice at once, and stopping waits for the one under way.
import { log } from '../log.ts';

export interface Job { name: string; everyMs: number; run: (isStopping: () => boolean) => Promise<unknown> }

/** A mail server that does not answer must not keep the program from stopping. */
const graceMs = 3_500;

/** Starts the jobs; answers how to stop them. */
export function startJobs(jobs: Job[]): { stop: () => Promise<void> } {
  let stopping = false;
  const timers = new Map<Job, NodeJS.Timeout>();
  const underWay = new Map<Job, Promise<void>>();

  const runAndWait = async (job: Job): Promise<void> => {
    try {
      await job.run(() => stopping);
    } catch (error) {
      log.error({ err: error, job: job.name }, 'job failed');
    }
    if (!stopping) schedule(job, job.everyMs);
  };
  const schedule = (job: Job, delay: number): void => {
    timers.set(job, setTimeout(() => underWay.set(job, runAndWait(job)), delay));
  };
  for (const job of jobs) schedule(job, 100);

  return {
    async stop() {
      stopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const longestWait = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all(underWay.values()), longestWait]);
    },
  };
}
