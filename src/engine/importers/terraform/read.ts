/** Reads `terraform show -json` (https://developer.hashicorp.com/terraform/internals/json-format). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadSources, Warn } from '../importer.ts';
import type { Source } from '../source.ts';
import { betterStack, betterStackHeartbeat } from './better-stack.ts';
import { checkly, checklyHeartbeat, checklyTcp } from './checkly.ts';
import { grafana } from './grafana.ts';
import { statusCake, statusCakeHeartbeat } from './status-cake.ts';
import { uptimeRobot } from './uptime-robot.ts';

/** An endpoint, or null with a warning. */
export type ReadResource = (resource: Fields) => (EndpointInput & { readonly paused?: boolean }) | null;

const RESOURCES: Readonly<Record<string, ReadResource>> = {
  checkly_check: checkly,
  checkly_tcp_check: checklyTcp,
  checkly_tcp_monitor: checklyTcp,
  checkly_heartbeat: checklyHeartbeat,
  checkly_heartbeat_check: checklyHeartbeat,
  betteruptime_monitor: betterStack,
  betteruptime_heartbeat: betterStackHeartbeat,
  uptimerobot_monitor: uptimeRobot,
  statuscake_uptime_check: statusCake,
  statuscake_heartbeat_check: statusCakeHeartbeat,
  grafana_synthetic_monitoring_check: grafana,
};
/** Resources of these services that are not checks. */
const OTHERS: readonly (readonly [
  RegExp,
  'import.alerting' | 'import.statusPage' | 'import.maintenance' | 'import.noKind',
])[] = [
  [/status_?page|psp|dashboard/u, 'import.statusPage'],
  [/maintenance/u, 'import.maintenance'],
  [/alert|contact|policy|oncall|on_call|incident|severity|integration/u, 'import.alerting'],
];
const SERVICE = /^(?:checkly|betteruptime|uptimerobot|statuscake)_|^grafana_synthetic_monitoring_/u;

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source) => resourcesIn(source, warn).flatMap((resource) => readResource(resource)));

/** The resources of all modules. */
function resourcesIn(source: Source, warn: Warn): Fields[] {
  const data = isRecord(source.data) ? source.data : {};
  const values = [data['values'], data['planned_values']].find(isRecord) ?? {};
  const found: Fields[] = [];
  const visit = (module: unknown): void => {
    if (!isRecord(module)) return;
    const resources = Array.isArray(module['resources']) ? module['resources'] : [];
    for (const resource of resources) {
      if (isRecord(resource) && resource['mode'] !== 'data') {
        found.push(new Fields(source, textOf(resource['address']), resource, warn));
      }
    }
    const children = Array.isArray(module['child_modules']) ? module['child_modules'] : [];
    for (const child of children) visit(child);
  };
  visit(values['root_module']);
  return found;
}

function readResource(resource: Fields): FoundEndpoint[] {
  const type = resource.text('type');
  const reader = RESOURCES[type];
  if (reader === undefined) {
    if (!SERVICE.test(type)) return [];
    const code = OTHERS.find(([pattern]) => pattern.test(type))?.[1] ?? 'import.noKind';
    resource.warn('', code, code === 'import.noKind' ? { type } : undefined);
    return [];
  }
  const given = resource.fields('values');
  const sensitive = resource.value('sensitive_values');
  const values = new Fields(given.source, resource.path, given.record, (...args) => {
    const [, path, code, params] = args;
    resource.warn(path.slice(resource.path.length + 1), code, params);
  });
  const read = reader(values);
  if (read === null) return [];
  const { paused = false, ...entry } = read;
  for (const field of missingSecrets(sensitive, given.record)) values.warn(field, 'import.noSecret');
  return [
    {
      sourceId: `terraform:${resource.path}`,
      source: resource.source.name,
      path: resource.path,
      entry: { ...entryOf({ name: values.text('name') }), ...entry, kind: entry.kind },
      paused,
    },
  ];
}

/** A plan does not have values that are known only after it is applied. */
function missingSecrets(sensitive: unknown, values: Readonly<Record<string, unknown>>): string[] {
  if (!isRecord(sensitive)) return [];
  return Object.keys(sensitive).filter(
    (key) =>
      sensitive[key] === true &&
      (values[key] === null || values[key] === undefined) &&
      /password|token|secret|key/u.test(key),
  );
}
