// Builds the desktop shell: main and its preload script (CommonJS, because the renderer is sandboxed).
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/electron',
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: 'electron/main.ts' },
      external: ['electron'],
      output: { entryFileNames: '[name].js' },
    },
  },
  cacheDir: '.cache/vite-electron',
  logLevel: 'warn',
});
