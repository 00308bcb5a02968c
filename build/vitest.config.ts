import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [vue()],
  cacheDir: '.cache/vitest',
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What is awaited is bounded so that it ends, never to time it: the machine may be busy.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    env: { UV_THREADPOOL_SIZE: '16' },
  },
});
