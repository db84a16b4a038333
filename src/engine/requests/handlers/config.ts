import type { ConfigRequests } from '../../../contract/channels/config.ts';
import { channelDescriptors } from '../../alerts/channel-registry.ts';
import type { Alerts } from '../../alerts/alerts.ts';
import type { CheckKind } from '../../check/kind.ts';
import type { ConfigPlans } from '../../config/config-plans.ts';
import type { EndpointRegistry } from '../../endpoints/registry.ts';
import type { MaintenanceWindows } from '../../endpoints/maintenance-windows.ts';
import type { Objectives } from '../../history/objectives.ts';
import type { StatusPages } from '../../status-pages/status-pages.ts';
import { exportConfig } from '../../importers/export-config.ts';
import type { HandlersOf } from './handler.ts';

export interface ConfigHandlerParts {
  readonly registry: EndpointRegistry;
  readonly configPlans: ConfigPlans;
  readonly kinds: readonly CheckKind[];
  readonly maintenance: MaintenanceWindows;
  readonly objectives: Objectives;
  readonly statusPages: StatusPages;
  readonly alerts: Alerts;
}

export function configHandlers(parts: ConfigHandlerParts): HandlersOf<keyof ConfigRequests> {
  const { registry, configPlans, kinds, maintenance, objectives, statusPages, alerts } = parts;
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
    'config.plan': (content) => configPlans.plan(content),
    'config.apply': (content) => configPlans.apply(content),
  };
}
