import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/**
 * What is asked for and not there: speed-ups that ws and ssh2 do without, what the sketch library needs only for a form that
 * the store does not use, and a native addon that pg can use instead of its own code.
 */
const external = ['bufferutil', 'utf-8-validate', 'protobufjs/minimal', 'pg-native', 'cpu-features'];
/** A file of such a package. */
const externalFile = /sshcrypto\.node$/u;

/** The command line: the engine under plain Node 24, bundled so that it starts fast. */
export default defineConfig({
  // Packages in the old module format ask for it.
  define: { __dirname: 'import.meta.dirname' },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/headless',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: {
        cli: resolve('src/headless/cli.ts'),
        'store-worker': resolve('src/engine/store/sqlite-worker.ts'),
        'query-worker': resolve('src/engine/conditions/query-worker.ts'),
        'config-worker': resolve('src/engine/importers/lookout-yaml/config-worker.ts'),
      },
      external: [...external, externalFile],
    },
  },
  ssr: { noExternal: true, external },
});
