import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Terraform resources of monitoring services, from `terraform show -json` of a state or a plan. */
export const terraform: Importer = {
  name: 'terraform',
  title: 'Terraform (Checkly, Better Stack, UptimeRobot, StatusCake, Grafana)',
  files: 'the output of `terraform show -json`, of a state or a plan',
  fields: {
    'checkly_check (API), checkly_tcp_check': '`kind: http`, `kind: tcp`, with assertions as conditions',
    'checkly_check (browser, multistep), checkly_heartbeat': 'import.noKind, `kind: push`',
    betteruptime_monitor: 'the kind of its monitor_type',
    betteruptime_heartbeat: '`kind: push`',
    uptimerobot_monitor: 'the kind of its type',
    statuscake_uptime_check: '`kind: http`, `tcp`, `icmp`, `dns`',
    statuscake_heartbeat_check: '`kind: push`',
    grafana_synthetic_monitoring_check: 'the kind of its settings',
    'names, intervals, timeouts, headers, bodies, status codes, keywords, credentials': 'their fields',
    'assertions without a counterpart': 'import.condition',
    'scripts, snippets': 'import.script',
    'maintenance windows': 'import.maintenance',
    'sensitive values that are not in the file': 'import.noSecret',
    'regions, locations, probes': 'import.locations',
    'alerts, contacts, policies': 'import.alerting',
    'status pages': 'import.statusPage',
    'resources of other providers': 'nothing: they are not checks',
  },
  recognizes: ({ dataIfAny: data }) =>
    isRecord(data) && 'format_version' in data && ('values' in data || 'planned_values' in data),
  load: () => import('./read.ts'),
};
