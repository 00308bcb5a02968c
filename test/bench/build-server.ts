// The bench measures the server as it is shipped: built, not through a loader.
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './processes.ts';

export async function buildServer(): Promise<void> {
  process.env.NODE_ENV = 'production';
  process.chdir(root);
  await build({ configFile: join(root, 'build/vite.server.ts') });
}
