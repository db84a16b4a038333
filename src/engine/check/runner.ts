/** Loads a kind's runner when the kind is first used, and caches it. */
import type { CheckKind, KindRunner } from './kind.ts';

interface Loading {
  readonly promise: Promise<KindRunner>;
  /** Undefined until it is loaded. */
  runner: KindRunner | undefined;
}

const loads = new WeakMap<CheckKind, Loading>();

/** Returns the kind's runner if it is already loaded, so that a check need not wait for a promise. */
export function loadedRunner(kind: CheckKind): KindRunner | undefined {
  return loads.get(kind)?.runner;
}

/** Loads the kind's runner. Concurrent calls share one load. After a failed load, the next call tries again. */
export async function loadRunner(kind: CheckKind): Promise<KindRunner> {
  let loading = loads.get(kind);
  if (loading === undefined) {
    loading = { promise: kind.load(), runner: undefined };
    loads.set(kind, loading);
  }
  try {
    loading.runner = await loading.promise;
    return loading.runner;
  } catch (error) {
    if (loads.get(kind) === loading) loads.delete(kind);
    throw error;
  }
}

/**
 * Loads the kind's runner and lets it prepare for checks with these fields.
 * @returns undefined if nothing is left to do; otherwise a promise that never rejects: if the code cannot be loaded, each
 *   check says so
 */
export function prepareRunner(kind: CheckKind, fields: object): Promise<void> | undefined {
  const runner = loadedRunner(kind);
  if (runner !== undefined) return runner.warmUp?.(fields)?.catch(() => undefined);
  return loadRunner(kind)
    .then((loaded) => loaded.warmUp?.(fields))
    .catch(() => undefined);
}

/** Closes what the used kinds keep open between checks. */
export function disposeRunners(kinds: readonly CheckKind[]): void {
  for (const kind of kinds) loadedRunner(kind)?.dispose?.();
}
