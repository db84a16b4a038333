import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { EXTERNALS } from './scripts/bundle-externals.ts';
import { loadedTogether } from './scripts/bundle-chunks.ts';

/**
 * Three builds: main (Node, with each worker as a file of its own), preload (one sandboxed CommonJS file) and
 * renderer (the page, which the headless host serves too). Everything but Electron itself is bundled, so that the
 * packaged app needs no node_modules.
 */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          'store-worker': resolve('src/engine/store/sqlite-worker.ts'),
          'query-worker': resolve('src/engine/conditions/query-worker.ts'),
          'config-worker': resolve('src/engine/importers/lookout-yaml/config-worker.ts'),
          'import-worker': resolve('src/engine/importers/import-worker.ts'),
        },
        external: ['electron', ...EXTERNALS],
        output: {
          codeSplitting: {
            groups: [{ debugName: 'loaded together', name: loadedTogether({}) }],
            includeDependenciesRecursively: false,
          },
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
      // electron-vite does not minify unless told to. The page reads half as many bytes.
      minify: true,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  },
});
