import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The command line: the engine under plain Node 24, bundled so that it starts fast. */
export default defineConfig({
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
      },
      external: ['bufferutil', 'utf-8-validate'],
    },
  },
  ssr: { noExternal: true, external: ['bufferutil', 'utf-8-validate'] },
});
