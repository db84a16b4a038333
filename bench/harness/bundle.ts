/**
 * Bundles the measured processes as the headless host is bundled, so that memory and start times match the built
 * program.
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const PROCESSES = fileURLToPath(new URL('../processes', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @returns the folder with one `.mjs` per process */
export async function bundleProcesses(dir: string): Promise<URL> {
  const files = (await readdir(PROCESSES)).filter((file) => file.endsWith('.ts'));
  // As in electron.vite.config.ts.
  const external = ['bufferutil', 'utf-8-validate', 'protobufjs/minimal', 'pg-native', 'cpu-features'];
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
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
        external: [...external, /sshcrypto\.node$/u],
      },
    },
    ssr: { noExternal: true, external },
  });
  return pathToFileURL(`${dir}/`);
}
