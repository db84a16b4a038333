/** Makes the bundles load Node's modules when they are first used. */
import { builtinModules, createRequire } from 'node:module';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);
/** The prefix of the ids of modules that replace those of Node. */
export const LAZY_BUILTIN = 'lazy-builtin:';
const BUILTINS: ReadonlySet<string> = new Set(builtinModules.map((name) => `node:${name.replace(/^node:/u, '')}`));

/**
 * An `import` of `node:tls` or `node:http2` costs at least 10 ms, even if the endpoints need neither, and one of
 * `node:fs` or `node:util` reads all exports of the module, some of which load other modules. So each module of Node
 * that a file in `sources` imports is replaced by an object with a getter for each export. Only the first use of an
 * export loads the module.
 *
 * The object is a CommonJS module, because bundlers read the exports of such a module where they are used.
 *
 * @param sources the start of the paths of files whose imports are replaced
 */
export function lazyBuiltins(sources: string): Plugin {
  return {
    name: 'lazy-builtins',
    enforce: 'pre',
    resolveId(source, importer) {
      return BUILTINS.has(source) && importer?.startsWith(sources) === true ? LAZY_BUILTIN + source : null;
    },
    load(id) {
      return id.startsWith(LAZY_BUILTIN) ? lazyModule(id.slice(LAZY_BUILTIN.length)) : null;
    },
  };
}

function lazyModule(name: string): string {
  const exported = Object.keys(require(name) as object);
  return [
    'let loaded;',
    `const builtin = () => (loaded ??= process.getBuiltinModule(${JSON.stringify(name)}));`,
    `for (const name of ${JSON.stringify(exported.join(' '))}.split(' '))`,
    '  Object.defineProperty(module.exports, name, { enumerable: true, get: () => builtin()[name] });',
  ].join('\n');
}
