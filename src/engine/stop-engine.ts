/** Stops the parts of an engine, which may still use the store. */
import { disposeRunners } from './check/runner.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Imports } from './importers/imports.ts';

/** First stops what begins new work, then waits for the work that is under way. The store can be closed afterwards. */
export async function stopParts(parts: EngineParts, imports: Pick<Imports, 'stop'>): Promise<void> {
  parts.periodicTasks.stop();
  parts.timedPauses.stop();
  parts.maintenance.stop();
  parts.alerts.stop();
  parts.sources.stop();
  parts.resumeAfterSleep.stop();
  parts.health.stop();
  parts.prometheus?.stop();
  const importsStopped = imports.stop();
  await parts.scheduler.stop();
  disposeRunners(parts.kinds);
  await parts.queries?.dispose();
  await parts.recordings.dispose();
  await parts.demo.stop();
  parts.presence.stop();
  parts.annotations.stop();
  await importsStopped;
}
