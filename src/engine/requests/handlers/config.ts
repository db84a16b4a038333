import { isDeepStrictEqual } from 'node:util';
import type { ConfigPlan, ConfigRequests, PlannedEndpoint } from '../../../contract/channels/config.ts';
import { channelDescriptors } from '../../alerts/channel-registry.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import type { CheckKind } from '../../check/kind.ts';
import type { EndpointCommands } from '../../endpoints/commands.ts';
import type { FileSync } from '../../endpoints/config-file-sync.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { Entry } from '../../endpoints/read-endpoints.ts';
import type { MaintenanceWindows } from '../../endpoints/maintenance-windows.ts';
import type { Objectives } from '../../history/objectives.ts';
import type { StatusPages } from '../../status-pages/status-pages.ts';
import { exportConfig } from '../../importers/export-config.ts';
import type { HandlersOf } from './handler.ts';

export interface ConfigHandlerParts {
  readonly registry: EndpointRegistry;
  readonly commands: EndpointCommands;
  readonly kinds: readonly CheckKind[];
  readonly maintenance: MaintenanceWindows;
  readonly objectives: Objectives;
  readonly statusPages: StatusPages;
  readonly alerts: Alerts;
}

export function configHandlers(parts: ConfigHandlerParts): HandlersOf<keyof ConfigRequests> {
  const { registry, commands, kinds, maintenance, objectives, statusPages, alerts } = parts;
  return {
    'config.export': ({ format }) => {
      // The demo is not the person's.
      const state = {
        endpoints: [...registry].map(({ endpoint }) => endpoint).filter(({ source }) => source !== 'demo'),
        maintenance: maintenance.list().map(({ config }) => config),
        silences: alerts.silences.list().map(({ config }) => config),
        // Those of single endpoints are in the endpoints.
        objectives: objectives.configs(),
        statusPages: statusPages.configs(),
        channels: alerts.channels().map(({ config }) => config),
        rules: alerts.rules().map(({ config }) => config),
      };
      const channelForms = new Map(channelDescriptors().map(({ kind, fields }) => [kind, fields]));
      return exportConfig(state, format, { kinds, channelForms });
    },
    'config.plan': async ({ endpoints }) => planOf(await commands.planConfig(endpoints), endpoints.length),
    'config.apply': async ({ endpoints }) => planOf(await commands.applyConfig(endpoints), endpoints.length),
  };
}

/** Which endpoints change, and their fields: no values, which may be secret. */
function planOf({ create, update, remove }: FileSync, count: number): ConfigPlan {
  return {
    add: create.map((entry) => planned(entry, [])),
    change: update.map(({ endpoint, entry }) => planned(entry, differences(entry, endpoint))),
    remove: remove.map(({ config, target }) => ({ name: config.name, kind: config.kind, target, fields: [] })),
    unchanged: count - create.length - update.length,
  };
}

function planned({ config, target }: Pick<Entry, 'config' | 'target'>, fields: readonly string[]): PlannedEndpoint {
  return { name: config.name, kind: config.kind, target, fields };
}

function differences({ config: after }: Pick<Entry, 'config'>, { config: before }: Pick<Entry, 'config'>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}
