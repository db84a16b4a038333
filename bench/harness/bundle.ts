/**
 * Bundles the measured processes as the headless host is bundled, so that memory and start times match the built
 * program.
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { EXTERNAL_PACKAGES, EXTERNALS } from '../../scripts/bundle-externals.ts';
import { lazyBuiltins } from '../../scripts/lazy-builtins.ts';

const PROCESSES = fileURLToPath(new URL('../processes', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @returns the folder with one `.mjs` per process */
export async function bundleProcesses(dir: string): Promise<URL> {
  const files = (await readdir(PROCESSES)).filter((file) => file.endsWith('.ts'));
  await build({
    root: ROOT,
    configFile: false,
    // CommonJS packages need it.
    define: { __dirname: 'import.meta.dirname' },
    logLevel: 'warn',
    plugins: [lazyBuiltins(join(ROOT, 'src'))],
    build: {
      ssr: true,
      target: 'node24',
      outDir: dir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: {
          ...Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(PROCESSES, file)])),
          'store-worker': join(ROOT, 'src/engine/store/sqlite-worker.ts'),
        },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
        external: [...EXTERNALS],
      },
    },
    ssr: { noExternal: true, external: EXTERNAL_PACKAGES },
  });
  return pathToFileURL(`${dir}/`);
}
