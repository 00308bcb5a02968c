// Why: when things are done on their own. A job never runs twice at once, sleep and a clock that is set neither lose one nor double it, and stopping waits for the one under way.
import { waitForJob } from '../domain/job-time.ts';
import { log } from '../log.ts';

export interface Job { name: string; everyMs: number; run: (isStopping: () => boolean) => Promise<unknown> }
export interface RunningJobs {
  /** Looks at once at what is due. */
  wake: () => void;
  stop: () => Promise<void>;
}

const firstLookMs = 100;
/** A mail server that does not answer must not keep the program from stopping. */
const graceMs = 3_500;

/** Starts the jobs, each of them once as soon as the server is there: what they do twice is done once. */
export function startJobs(jobs: Job[]): RunningJobs {
  let stopping = false;
  const timers = new Map<Job, NodeJS.Timeout>();
  const lastAt = new Map<Job, number>();
  const underWay = new Map<Job, Promise<void>>();

  const look = (job: Job): void => {
    clearTimeout(timers.get(job));
    if (stopping || underWay.has(job)) return;
    const wait = waitForJob(lastAt.get(job), job.everyMs, Date.now());
    if (wait === 0) underWay.set(job, runOnce(job));
    else timers.set(job, setTimeout(() => look(job), wait));
  };
  const runOnce = async (job: Job): Promise<void> => {
    try {
      await job.run(() => stopping);
    } catch (error) {
      log.error({ err: error, job: job.name }, 'job failed');
    }
    lastAt.set(job, Date.now());
    underWay.delete(job);
    look(job);
  };
  for (const job of jobs) timers.set(job, setTimeout(() => look(job), firstLookMs));

  return {
    wake: () => jobs.forEach(look),
    async stop() {
      stopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const longestWait = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all(underWay.values()), longestWait]);
    },
  };
}
