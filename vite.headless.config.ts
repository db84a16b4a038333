import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { EXTERNAL_PACKAGES, EXTERNALS } from './scripts/bundle-externals.ts';

const CLI = resolve('src/headless/cli.ts');
const CHECK = resolve('src/headless/check.ts');
/** What every command imports, and what `check` imports at its start. Empty until the graph is complete. */
const ofAll = new Set<string>();
const ofCheck = new Set<string>();

interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Puts what `lookout check` imports at its start into one file, which starts faster: Node takes some 0.3 ms to find, read and
 * link each file, and there would be one for each combination of kinds that share a module.
 */
function startupChunk(id: string, graph: Graph): string | null {
  if (ofCheck.size === 0) {
    collect(CLI, graph, ofAll);
    collect(CHECK, graph, ofCheck);
  }
  return ofCheck.has(id) && !ofAll.has(id) ? 'startup' : null;
}

/** Adds a module and all that it imports, but not what it loads later. */
function collect(id: string, graph: Graph, found: Set<string>): void {
  const info = found.has(id) ? null : graph.getModuleInfo(id);
  if (info === null) return;
  found.add(id);
  for (const imported of info.importedIds) collect(imported, graph, found);
}

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
      external: [...EXTERNALS],
      output: {
        codeSplitting: {
          groups: [{ debugName: 'startup', name: startupChunk, includeDependenciesRecursively: false }],
        },
      },
    },
  },
  ssr: { noExternal: true, external: EXTERNAL_PACKAGES },
});
