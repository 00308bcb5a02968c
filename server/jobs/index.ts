// The list of jobs.
import { deliverMails } from '../commands/deliver-mails.ts';
import { pollPayments } from '../commands/poll-payments.ts';
import { cleanUp } from './nightly.ts';
import type { Job } from './scheduler.ts';

const second = 1_000;

export const jobs = (dataFolder: string): Job[] => [
  { name: 'send-mails', everyMs: 2 * second, run: deliverMails },
  { name: 'poll-payments', everyMs: 15 * second, run: (isStopping) => pollPayments(isStopping) },
  { name: 'nightly', everyMs: 24 * 3_600 * second, run: () => cleanUp(dataFolder, new Date()) },
];
