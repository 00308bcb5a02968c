// Why: the simulator as a program: `npm run payfip-simulator -- --port 8480`.
import { parseArgs } from 'node:util';
import { startPayfipSimulator } from './start-payfip-simulator.ts';

const simulator = await startPayfipSimulator({ port: readPort() }).catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') leave('Ce port est déjà utilisé par un autre programme de ce poste\u00a0: la démonstration a peut-être déjà son simulateur. Choisissez-en un autre, par exemple --port 8490.');
  if (code === 'EACCES') leave('Ce port demande des droits d’administrateur. Choisissez-en un autre, par exemple --port 8490.');
  throw error;
});
process.stdout.write(`Simulateur PayFiP\u00a0: ${simulator.baseUrl}/simulateur (rien n’est débité)\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop());

function readPort(): number {
  try {
    const port = Number(parseArgs({ options: { port: { type: 'string', default: '8480' } }, strict: true }).values.port);
    if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  } catch {
    // An option that does not exist: the sentence below says which one does.
  }
  return leave('La seule option est --port, suivie d’un nombre de 0 à 65535, par exemple --port 8490.');
}

function leave(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
