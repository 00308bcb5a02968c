// Why: one structured log (JSON lines on standard error) that never holds a secret.
import { pino } from 'pino';

const secretPaths = ['password', 'smtpPassword', 'token', 'link', 'cookie', 'authorization', 'key', 'launchKey'];

export const log = pino(
  {
    level: process.env.PORTAIL_LOG ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)], censor: '[secret]' },
  },
  pino.destination({ dest: 2, sync: true }),
);
