import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { EXTERNAL_PACKAGES, EXTERNALS } from './scripts/bundle-externals.ts';
import { loadedTogether } from './scripts/bundle-chunks.ts';
import { lazyBuiltins } from './scripts/lazy-builtins.ts';

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
        'import-worker': resolve('src/engine/importers/import-worker.ts'),
      },
      external: [...EXTERNALS],
      output: {
        // Node reads half as many bytes. The names of functions stay, for the stacks in logs.
        minify: { compress: { keepNames: { function: true, class: true } }, mangle: { keepNames: true } },
        codeSplitting: {
          groups: [
            {
              debugName: 'loaded together',
              name: loadedTogether({
                commands: resolve('src/headless/cli.ts'),
                startup: resolve('src/headless/commands/check/check.ts'),
              }),
            },
          ],
          includeDependenciesRecursively: false,
        },
      },
    },
  },
  plugins: [lazyBuiltins(resolve('src'))],
  ssr: { noExternal: true, external: EXTERNAL_PACKAGES },
});
