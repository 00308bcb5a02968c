// Builds the staff interface that the staff listener serves.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import vuetify from 'vite-plugin-vuetify';
import { nonceMark } from '../server/staff/interface-files.ts';

export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [vue(), vuetify({ autoImport: true })],
  html: { cspNonce: nonceMark },
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 1500 },
  cacheDir: '../.cache/vite-renderer',
  logLevel: 'warn',
});
