// Why: the simulator as a program: `npm run payfip-simulator -- --port 8480`.
import { parseArgs } from 'node:util';
import { startPayfipSimulator } from './start-payfip-simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8480' } }, strict: true });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port`);

const simulator = await startPayfipSimulator({ port });
process.stdout.write(`Simulateur PayFiP\u00a0: ${simulator.baseUrl}/simulateur (rien n’est débité)\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop());
