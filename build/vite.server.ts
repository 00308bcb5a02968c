// Builds the server: one ES module a process entry, with all that it runs with but native code. Of Vue, what pages need at run time:
// the package that Node finds by itself brings Vue's compilers and Babel along (a tenth of the start-up, 5 MB of memory).
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { nativeDependencies } from './kept-outside.ts';

/** Asked for by Sequelize when its data are in another database than ours. */
const otherDrivers = ['pg-hstore'];

export default defineConfig({
  plugins: [vue()],
  resolve: {
    alias: [
      { find: /^vue$/, replacement: 'vue/dist/vue.runtime.esm-bundler.js' },
      { find: /^(@vue|vue)\/server-renderer$/, replacement: '@vue/server-renderer/dist/server-renderer.esm-bundler.js' },
    ],
  },
  ssr: {
    noExternal: true,
    external: nativeDependencies,
    // As Node does: Sequelize, which is CommonJS, takes no ES module for Moment.
    resolve: { mainFields: ['main'] },
  },
  define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/server',
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: 'server/main.ts', cli: 'server/cli.ts', 'payfip-simulator': 'server/payfip-simulator/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      external: otherDrivers,
      // Koa's deprecation notices name their caller so.
      checks: { eval: false },
    },
  },
  cacheDir: '.cache/vite-server',
  logLevel: 'warn',
});
