/** The state of the engine: what the other parts read and change. */
import type { Collection } from '../contract/channels/snapshot.ts';
import type { Network, Notice } from '../contract/model/notices.ts';
import { createConcurrencyGate } from './base/concurrency-gate.ts';
import { ApiTokens } from './access/api-tokens.ts';
import { AuditLog } from './access/audit-log.ts';
import { EndpointRegistry } from './endpoints/registry.ts';
import { createClockGaps } from './machine/clock-gaps.ts';
import { Annotations } from './history/annotations.ts';
import { createPresenceRecorder } from './history/presence.ts';
import { createNetworkState } from './publish/network-state.ts';
import { createAppNotices } from './publish/app-notices.ts';
import { createPushBatches } from './publish/push-batches.ts';
import { createConfigVault } from './secrets/config-vault.ts';
import { createSettingsKeeper } from './settings/settings-keeper.ts';
import { createQueryRunner } from './conditions/query-runner.ts';
import type { EngineOptions } from './engine-options.ts';

/** Creates the settings, notices, the state of the network, the registry of endpoints, and the pushes to pages. */
export function createStateParts({ ports, store, queryWorkerUrl }: EngineOptions) {
  const { clock, timers, log } = ports;
  const pushBatches = createPushBatches(ports);
  const changed = (what: Collection): void => pushBatches.add({ type: 'changed', what });
  store.backups?.onChanged(() => changed('backups'));
  const alertSources = createListeners();
  const notices = createAppNotices((notice) => {
    pushBatches.add({ type: 'notice', notice });
    alertSources.noticed(notice);
  });
  const annotations = new Annotations({
    clock,
    log,
    store,
    onChanged: () => changed('annotations'),
  });
  const network = createNetworkState({
    log,
    onChange(next) {
      pushBatches.add({ type: 'network', network: next });
      annotations.network(next);
      alertSources.network(next);
    },
  });
  const settings = createSettingsKeeper({
    store,
    onSet(next) {
      gate.setLimits(next);
      pushBatches.add({ type: 'settings', settings: next });
    },
  });
  const gate = createConcurrencyGate(settings.get());
  const presence = createPresenceRecorder({
    clock,
    store,
    onSlept: (from, to) => annotations.slept(from, to),
  });
  const gaps = createClockGaps(clock, (gap) => {
    log('info', 'This machine was asleep or its clock was set', { ...gap });
    presence.slept(gap);
  });
  return {
    alertSources,
    pushBatches,
    notices,
    setNotice: (notice: Notice): void => notices.set(notice),
    annotations,
    network,
    settings,
    gate,
    vault: createConfigVault(ports.secrets, () => settings.get().secretsWithoutVault),
    presence,
    gaps,
    registry: new EndpointRegistry(),
    tokens: new ApiTokens({ clock, log, store, onChanged: () => changed('tokens') }),
    audit: new AuditLog({ clock, log, store, onChanged: () => changed('audit') }),
    queries: queryWorkerUrl === undefined ? null : createQueryRunner({ workerUrl: queryWorkerUrl, timers }),
  };
}

/** The events that alerts listen to. Alerts are created after the parts that report these events. */
function createListeners(): { noticed: (notice: Notice) => void; network: (network: Network) => void } {
  return { noticed: () => undefined, network: () => undefined };
}

export type StateParts = ReturnType<typeof createStateParts>;
