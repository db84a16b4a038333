import { join } from 'node:path';
import { build } from 'vite';
import { EXTERNAL_PACKAGES, EXTERNALS } from '../../scripts/bundle-externals.ts';

/**
 * Bundles programs that tests kill, together with the thread of the store, so that they start in a tenth of a second like the
 * product. From source, starting would take a second each time.
 * @param programs paths from this folder, by name
 */
export async function buildPrograms(outDir: string, programs: Readonly<Record<string, string>>): Promise<void> {
  const input = Object.entries({ worker: '../../src/engine/store/sqlite-worker.ts', ...programs });
  await build({
    configFile: false,
    define: { __dirname: 'import.meta.dirname' },
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(input.map(([name, path]) => [name, join(import.meta.dirname, path)])),
        external: [...EXTERNALS],
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true, external: EXTERNAL_PACKAGES },
  });
}
