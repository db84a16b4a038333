/** UptimeRobot (https://registry.terraform.io/providers/uptimerobot/uptimerobot/latest/docs, and older providers). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { httpEntry } from '../request.ts';
import { hostPort, statusList } from '../web.ts';
import type { ReadResource } from './read.ts';

const OTHERS = {
  alert_contact: 'import.alerting',
  assigned_alert_contacts: 'import.alerting',
  maintenance_window_ids: 'import.maintenance',
  response_time_threshold: 'import.alerting',
  regional_data: 'import.locations',
  check_ssl_errors: 'import.noCounterpart',
  ssl_expiration_reminder: 'import.noCounterpart',
  domain_expiration_reminder: 'import.noCounterpart',
  ssl_expiration_period_days: 'import.noCounterpart',
  ignore_ssl_errors: 'import.noCounterpart',
  config: 'import.noCounterpart',
} as const;
/** The ports of the kinds of services that can be selected. */
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, smtp: 25, pop3: 110, imap: 143 };

export const uptimeRobot: ReadResource = (monitor) => {
  const entry = readType(monitor);
  if (entry === null) return null;
  const timeout = monitor.number('timeout');
  const paused = /^(?:paused|0)$/iu.test(monitor.text('status')) || monitor.flag('is_paused');
  const common = entryOf({
    name: monitor.text('friendly_name') || monitor.text('name'),
    interval: monitor.duration('interval', 's'),
    timeout: timeout === null || timeout === 0 ? '' : `${timeout}s`,
    tags: monitor.texts('tags'),
  });
  monitor.ignore(
    'id',
    'type',
    'sub_type',
    'keyword_type',
    'keyword_case_type',
    'grace_period',
    'group_id',
    'http_auth_type',
    'auth_type',
  );
  monitor.finish(OTHERS);
  return { ...entry, ...common, kind: entry.kind, paused };
};

function readType(monitor: Fields): EndpointInput | null {
  const type = monitor.text('type').toLowerCase();
  const url = monitor.text('url');
  const sub = monitor.text('sub_type').toLowerCase();
  const port = monitor.number('port') ?? PORTS[sub] ?? null;
  switch (type) {
    case 'http':
    case 'keyword':
      return readHttp(monitor, url, type === 'keyword');
    case 'ping':
      return { kind: 'icmp', host: hostPort(url).host };
    case 'port':
      return { kind: 'tcp', ...hostPort(url, port) };
    case 'heartbeat':
      monitor.warn('type', 'import.instead', { used: 'a heartbeat endpoint with an address of its own' });
      return { kind: 'push', ...entryOf({ every: monitor.duration('interval', 's') }) };
    case 'dns':
      return { kind: 'dns', domain: hostPort(url).host };
    default:
      monitor.warn('type', 'import.noKind', { type });
      return null;
  }
}

function readHttp(monitor: Fields, url: string, isKeyword: boolean): EndpointInput | null {
  const inverted = /^(?:exists|alert_exists)$/iu.test(monitor.text('keyword_type'));
  const headers = monitor.value('custom_http_headers');
  const post = monitor.value('post_value_data');
  return httpEntry(
    {
      method: monitor.text('http_method') || monitor.text('http_method_type') || 'GET',
      url,
      headers: isRecord(headers) ? Object.entries(headers).map(([name, value]) => [name, textOf(value)] as const) : [],
      body: textOf(post),
      more: {
        ...entryOf({
          username: monitor.text('http_username'),
          password: monitor.text('http_password'),
          acceptedStatus: statusList(monitor.texts('success_http_response_codes')),
          // UptimeRobot is down when the keyword is there, or when it is not.
          ...(isKeyword ? { [inverted ? 'keywordAbsent' : 'keyword']: monitor.text('keyword_value') } : {}),
        }),
        ...(monitor.flag('follow_redirections', true) ? {} : { followRedirects: false }),
      },
    },
    monitor,
  );
}
