/** Applies what lookout.yaml says. */
import type { SilenceConfig } from '../contract/model/alert-rule.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import type { MaintenanceConfig } from '../contract/model/maintenance.ts';
import type { ObjectiveConfig } from '../contract/model/objective.ts';
import type { StatusPageConfig } from '../contract/model/status-page.ts';
import type { VantageConfig } from '../contract/model/vantage.ts';
import { loadTemplatesFor } from './alerts/template/templates.ts';
import type { EngineParts } from './engine-parts.ts';
import type { ProbeModules } from './prometheus/modules.ts';

/** What lookout.yaml says besides its endpoints. */
export interface MoreOfFile {
  readonly maintenance?: readonly MaintenanceConfig[];
  readonly objectives?: readonly ObjectiveConfig[];
  readonly silences?: readonly SilenceConfig[];
  readonly statusPages?: readonly StatusPageConfig[];
  /** Channels and rules as they are in the file. */
  readonly channels?: readonly unknown[];
  readonly rules?: readonly unknown[];
  /** See `Settings.aliveUrl`; empty: the setting counts. */
  readonly aliveUrl?: string;
  /** The modules of `/probe`. */
  readonly modules?: ProbeModules;
  /** The vantage points from which Prometheus has the endpoints checked. */
  readonly vantages?: readonly VantageConfig[];
}

/** See `Engine.syncFile`. @throws RequestError `invalid`: then nothing of the file is applied */
export async function syncFile(
  endpoints: readonly EndpointInput[],
  {
    maintenance = [],
    silences = [],
    objectives = [],
    statusPages = [],
    channels = [],
    rules = [],
    modules = {},
    vantages = [],
    aliveUrl = '',
  }: MoreOfFile,
  parts: EngineParts,
): Promise<void> {
  await Promise.all([...channels, ...rules].map(loadTemplatesFor));
  parts.alerts.config.checkFile({ channels, rules });
  parts.prometheus?.setVantages(vantages);
  await parts.commands.syncFile(endpoints);
  await parts.alerts.config.syncFile({ channels, rules });
  parts.fromFile.aliveUrl = aliveUrl;
  parts.maintenance.setFile(maintenance);
  parts.alerts.silences.setFile(silences);
  parts.objectives.setFile(objectives);
  parts.statusPages.setFile(statusPages);
  parts.prober.setModules(modules);
}
