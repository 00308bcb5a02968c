// Why: one structured log (JSON lines on standard error) that never holds a secret.
import { pino, stdSerializers } from 'pino';

const secretPaths = ['password', 'smtpPassword', 'token', 'link', 'cookie', 'authorization', 'key', 'launchKey'];

export const log = pino(
  {
    level: process.env.PORTAIL_LOG ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: plainError },
    redact: { paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)], censor: '[secret]' },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** Without what libraries add to their errors: the SQL and its parameters hold people's data. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = stdSerializers.err(error);
  const { code, original } = error as Error & { code?: unknown; original?: Error };
  return { type, message: original?.message ?? message, code, stack };
}
