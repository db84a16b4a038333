/** Starts an engine: its parts read the stored data, and checks begin. */
import { prepareRunner } from './check/runner.ts';
import type { EngineOptions } from './engine-options.ts';
import type { EngineParts } from './engine-parts.ts';
import { PING_EVERY_MS } from './alerts/dead-mans-switch.ts';
import { TICK_MS } from './machine/clock-gaps.ts';
import { sealInStore } from './secrets/seal-in-store.ts';
import { retentionOf } from './store/retention.ts';
import type { StoredState } from './store/store.ts';

/** How often to look for scheduled reports that are due. */
const REPORTS_EVERY_MS = 60_000;
/** How often to look whether the backup of the day is due. */
const BACKUP_EVERY_MS = 3_600_000;
const BACKUP_AFTER_MS = 600_000;
/** How often to evaluate rules about objectives. The fastest of them looks at the last 5 minutes. */
const OBJECTIVES_EVERY_MS = 120_000;
/** How often to look for the temporary files of processes that were killed. */
const LEFT_FOLDERS_EVERY_MS = 3_600_000;
const LEFT_FOLDERS_AFTER_MS = 30_000;
const PRUNE_AFTER_MS = 60_000;
const PRUNE_EVERY_MS = 3_600_000;

/** Gives the parts what the store has. @param signal aborted when the engine stops: then it may return early */
export async function loadParts(
  stored: StoredState,
  { store, ports: { log } }: EngineOptions,
  parts: EngineParts,
  signal: AbortSignal,
): Promise<void> {
  const { startNotices, settings, publisher, kinds, vault, demo, commands, registry, timedPauses } = parts;
  startNotices.replaced(stored.replaced ?? null);
  startNotices.damagedSettings(settings.load(stored.settings));
  publisher.load(stored.incidents);
  const sealed = await sealInStore(stored.endpoints, { store, kinds, vault, log });
  if (signal.aborted) return;
  const endpoints = await demo.prepare(sealed);
  if (signal.aborted) return;
  const unusable = await commands.load({ ...stored, endpoints }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return [];
  });
  if (signal.aborted) return;
  startNotices.unusable(unusable);
  for (const { endpoint } of registry) timedPauses.put(endpoint);
  await parts.tokens.load();
  await parts.annotations.load(stored.lastPresenceAt);
  await parts.maintenance.load();
  await parts.objectives.load();
  await parts.reportSchedules.load();
  await parts.statusPages.load();
  await parts.incidentEvents.load();
  await parts.alerts.start();
  await parts.sources.load();
}

/** Starts to check as soon as the first check of each endpoint can be timed well. Never rejects. */
export async function startChecking(
  { resolver }: EngineOptions,
  { registry, prometheus, startGate }: EngineParts,
  signal: AbortSignal,
): Promise<void> {
  prometheus?.start();
  for (const { kind, stored } of registry) {
    const prepared = prepareRunner(kind, stored.config);
    if (prepared instanceof Promise) await prepared;
    if (signal.aborted) return;
  }
  await resolver.warmUp?.();
  if (signal.aborted) return;
  startGate.warmedUp();
}

export function startPeriodicTasks(
  { store, ports: { clock } }: EngineOptions,
  { periodicTasks, gaps, presence, health, settings, alerts, objectives, deadMansSwitch, reportSchedules }: EngineParts,
): void {
  // One timer for all of these, because each timer wakes the process.
  periodicTasks.add(() => {
    gaps.tick();
    presence.tick();
    health.push();
  }, TICK_MS);
  periodicTasks.add(async () => {
    if (alerts.reactsTo('budget')) alerts.sources.objectives(await objectives.list());
  }, OBJECTIVES_EVERY_MS);
  periodicTasks.add(() => void deadMansSwitch.tick(), PING_EVERY_MS, 1_000);
  periodicTasks.add(() => reportSchedules.run(), REPORTS_EVERY_MS);
  const removeLeftFolders = async () => (await import('./importers/scratch-folder.ts')).removeLeftFolders();
  periodicTasks.add(removeLeftFolders, LEFT_FOLDERS_EVERY_MS, LEFT_FOLDERS_AFTER_MS);
  periodicTasks.add(async () => store.backups?.startDaily(), BACKUP_EVERY_MS, BACKUP_AFTER_MS);
  periodicTasks.add(() => store.prune(retentionOf(settings.get(), clock.now())), PRUNE_EVERY_MS, PRUNE_AFTER_MS);
}
