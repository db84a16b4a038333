/** Decides which modules are bundled into one file. */
import { resolve } from 'node:path';
import { LAZY_BUILTIN } from './lazy-builtins.ts';

const KINDS = resolve('src/engine/check/registry.ts');
/** `lookout check` loads this kind alone, if it can. */
const FIRST_KIND = resolve('src/engine/check/first-kind.ts');
/** Zod's reader of JSON Schemas: only answers of other Lookouts need it, and it copies all of zod's functions when it is loaded. */
const RARE = 'zod/v4/classic/from-json-schema';
/** The modules of threads that do not need the kinds. */
const THREADS = [resolve('src/engine/store/sqlite-worker.ts'), resolve('src/engine/conditions/query-worker.ts')];
/** Code that the checks of at least this many kinds use is bundled into one file. */
const SHARED_BY = 5;

interface Module {
  readonly isEntry: boolean;
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): Module | null;
}

/**
 * Bundles modules that are loaded together into one file. Node takes about 0.3 ms to find, read and link each file, and
 * there would be one for each combination of kinds that share a module. Besides the given files, there is one for code
 * that threads share with the rest, so that threads load nothing else, one for code that the checks of several kinds
 * share, and one for the descriptors of all kinds.
 * @param first for each file the modules that it contains, with all their imports that no earlier file contains
 * @returns for a group of rolldown's `codeSplitting`
 */
export function loadedTogether(first: Readonly<Record<string, string>>) {
  let files: readonly (readonly [name: string, modules: Set<string>])[] | undefined;
  return (id: string, graph: Graph): string | null => {
    // All modules are known when the first one is requested. A file imports only files before it in this list.
    files ??= [
      ['threads', withImports(THREADS, graph).intersection(withImports([KINDS, ...Object.values(first)], graph))],
      ...Object.entries(first).map(
        ([name, module]) => [name, withImports([module], graph).union(loadedByFirstKind(module, graph))] as const,
      ),
      ['checks', sharedByKinds(graph)],
      ['kinds', withImports([KINDS], graph)],
    ];
    if (graph.getModuleInfo(id)?.isEntry === true) return null;
    if (id.includes(RARE)) return null;
    const isIn = (modules: Set<string>) => modules.has(id) || id.startsWith(LAZY_BUILTIN);
    return files.find(([, modules]) => isIn(modules))?.[0] ?? null;
  };
}

/** The modules and all their static imports, without dynamic ones. */
function withImports(ids: readonly string[], graph: Graph): Set<string> {
  const found = new Set<string>();
  const add = (id: string) => {
    const info = found.has(id) ? null : graph.getModuleInfo(id);
    if (info === null) return;
    found.add(id);
    for (const imported of info.importedIds) add(imported);
  };
  for (const id of ids) add(id);
  return found;
}

/** What a check of the first kind loads, if the module has that kind by itself: every check from the command line needs it. */
function loadedByFirstKind(module: string, graph: Graph): Set<string> {
  if (!withImports([module], graph).has(FIRST_KIND)) return new Set();
  const kinds = graph.getModuleInfo(FIRST_KIND)?.importedIds ?? [];
  const loaded = kinds.flatMap((kind) => graph.getModuleInfo(kind)?.dynamicallyImportedIds ?? []);
  return withImports(loaded, graph);
}

/** The modules that the checks of at least `SHARED_BY` kinds use. */
function sharedByKinds(graph: Graph): Set<string> {
  const users = new Map<string, number>();
  for (const id of withImports([KINDS], graph)) {
    const runs = graph.getModuleInfo(id)?.dynamicallyImportedIds ?? [];
    for (const used of withImports(runs, graph)) users.set(used, (users.get(used) ?? 0) + 1);
  }
  return new Set([...users].filter(([, count]) => count >= SHARED_BY).map(([id]) => id));
}
