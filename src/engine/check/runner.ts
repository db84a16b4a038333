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
 * Loads the kind's runner and lets it warm up for checks with these fields. Call it before a check is timed.
 * @returns the runner itself if nothing is left to do, so that a check need not wait for a promise; otherwise a promise that
 *   never rejects. If the code cannot be loaded, each check of the returned runner fails for that reason, and the next call
 *   tries again.
 */
export function prepareRunner(kind: CheckKind, fields: object): KindRunner | Promise<KindRunner> {
  const runner = loadedRunner(kind);
  return runner === undefined
    ? loadRunner(kind).then((loaded) => warmUp(loaded, fields), failing)
    : warmUp(runner, fields);
}

/** A warm-up that fails makes the first check less exact, and is no reason not to check. */
function warmUp(runner: KindRunner, fields: object): KindRunner | Promise<KindRunner> {
  const warming = runner.warmUp?.(fields);
  if (warming === undefined) return runner;
  return warming.then(
    () => runner,
    () => runner,
  );
}

function failing(cause: unknown): KindRunner {
  return { run: () => Promise.reject(cause) };
}

/** Closes what the used kinds keep open between checks. */
export function disposeRunners(kinds: readonly CheckKind[]): void {
  for (const kind of kinds) loadedRunner(kind)?.dispose?.();
}
