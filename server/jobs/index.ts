// The list of jobs.
import { deliverMails } from '../commands/deliver-mails.ts';
import { pollPayments } from '../commands/poll-payments.ts';
import { watchCertificate } from '../health.ts';
import { readSettings } from '../settings.ts';
import { cleanUp } from './nightly.ts';
import type { Job } from './scheduler.ts';

const second = 1_000;

export const jobs = (dataFolder: string): Job[] => [
  { name: 'send-mails', everyMs: 2 * second, run: deliverMails },
  { name: 'poll-payments', everyMs: 15 * second, run: (isStopping) => pollPayments(isStopping) },
  // Not waited for: a server far away must not keep the program from stopping.
  { name: 'watch-certificate', everyMs: 6 * 3_600 * second, run: async () => void watchCertificate((await readSettings()).portal.publicUrl) },
  { name: 'nightly', everyMs: 24 * 3_600 * second, run: () => cleanUp(dataFolder, new Date()) },
];
