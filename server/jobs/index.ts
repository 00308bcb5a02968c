// The list of jobs.
import { deliverMails } from '../commands/deliver-mails.ts';
import { cleanUp } from './nightly.ts';
import type { Job } from './scheduler.ts';

const second = 1_000;

export const jobs = (dataFolder: string): Job[] => [
  { name: 'send-mails', everyMs: 2 * second, run: deliverMails },
  { name: 'nightly', everyMs: 24 * 3_600 * second, run: () => cleanUp(dataFolder, new Date()) },
];
