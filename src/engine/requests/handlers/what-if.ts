import type { WhatIfRequests } from '../../../contract/channels/what-if.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { expiryOf } from '../../alerts/alert-conditions.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import { loadTemplatesFor } from '../../alerts/template/templates.ts';
import { ruleWhatIf } from '../../alerts/what-if/rule-what-if.ts';
import { RequestError } from '../../base/request-error.ts';
import { Runs } from '../../base/runs.ts';
import { parentsOf } from '../../endpoints/dependencies.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import { endpointWhatIf } from '../../history/endpoint-what-if.ts';
import type { Objectives } from '../../history/objectives.ts';
import { spansUntilNow } from '../../history/uptime.ts';
import type { Clock, Log } from '../../ports.ts';
import { retentionOf } from '../../store/retention.ts';
import type { Store } from '../../store/store.ts';
import type { HandlersOf } from './handler.ts';

export interface WhatIfHandlerParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly registry: EndpointRegistry;
  readonly alerts: Alerts;
  readonly objectives: Objectives;
  readonly settings: () => Settings;
}

export function whatIfHandlers(parts: WhatIfHandlerParts): HandlersOf<keyof WhatIfRequests> {
  const { clock, log, store, registry, alerts, objectives, settings } = parts;
  const runs = new Runs({ start: 0, cancelled: () => new RequestError('cancelled', {}) });
  return {
    'whatIf.rule': ({ run, id, rule, days }) =>
      runs.run(run, async (context) => {
        await loadTemplatesFor(rule);
        const config = alerts.config.readRule(rule, id);
        const now = clock.now();
        return ruleWhatIf(config, id ?? null, days, {
          ...context,
          store,
          log,
          now,
          endpoints: () => registry,
          silencesWithin: (from, to) => alerts.silences.within(from, to),
          parents: parentsOf(registry),
          objectives: objectives.counted(),
          resultsFrom: retentionOf(settings(), now).resultsBefore,
          expiryOf: (endpointId, result) => {
            const monitor = registry.find(endpointId);
            return monitor === undefined ? null : expiryOf(result, monitor.kind);
          },
          spansOf: async (endpointId, range) => {
            const monitor = registry.find(endpointId);
            if (monitor === undefined) return [];
            return spansUntilNow(monitor, range, store, { at: now, mono: clock.mono() });
          },
        });
      }),
    'whatIf.endpoint': ({ run, id, config, days }) =>
      runs.run(run, (context) => {
        const now = clock.now();
        const { resultsBefore } = retentionOf(settings(), now);
        const { endpoint } = registry.get(id);
        return endpointWhatIf(endpoint, config, days, { ...context, store, now, resultsFrom: resultsBefore });
      }),
    'whatIf.progress': ({ run }) => ({ done: runs.progress(run) ?? 1 }),
    'whatIf.cancel': ({ run }) => {
      runs.cancel(run);
      return null;
    },
  };
}
