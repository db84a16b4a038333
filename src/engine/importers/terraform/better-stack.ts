/** Better Stack Uptime (https://registry.terraform.io/providers/BetterStackHQ/better-uptime/latest/docs). */
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, type Fields } from '../fields.ts';
import { httpEntry } from '../request.ts';
import { hostPort, statusList } from '../web.ts';
import type { ReadResource } from './read.ts';

const OTHERS = {
  regions: 'import.locations',
  policy_id: 'import.alerting',
  expiration_policy_id: 'import.alerting',
  email: 'import.alerting',
  sms: 'import.alerting',
  call: 'import.alerting',
  push: 'import.alerting',
  critical_alert: 'import.alerting',
  team_wait: 'import.alerting',
  recovery_period: 'import.noCounterpart',
  confirmation_period: 'import.noCounterpart',
  maintenance_from: 'import.maintenance',
  maintenance_to: 'import.maintenance',
  maintenance_timezone: 'import.maintenance',
  maintenance_days: 'import.maintenance',
  playwright_script: 'import.script',
  domain_expiration: 'import.noCounterpart',
  remember_cookies: 'import.noCounterpart',
  environment_variables: 'import.noValue',
  scenario_name: 'import.script',
} as const;
const IGNORED = [
  'id',
  'name',
  'pronounceable_name',
  'monitor_type',
  'monitor_group_id',
  'last_checked_at',
  'status',
  'created_at',
  'updated_at',
];

function commonOf(monitor: Fields): Record<string, Json> & { paused: boolean } {
  const timeout = monitor.number('request_timeout');
  const ssl = monitor.number('ssl_expiration');
  // TCP, UDP and mail checks have milliseconds here, and others seconds.
  const unit = timeout !== null && timeout >= 500 ? 'ms' : 's';
  const common = entryOf({
    name: monitor.text('pronounceable_name') || monitor.text('url'),
    interval: monitor.duration('check_frequency', 's'),
    timeout: timeout === null || timeout === 0 ? '' : `${timeout}${unit}`,
    ...(ssl === null || ssl <= 0 ? {} : { conditions: [`warn: [CERTIFICATE_EXPIRATION] > ${ssl}d`] }),
  });
  const paused = monitor.flag('paused');
  monitor.ignore(...IGNORED);
  monitor.finish(OTHERS);
  return { ...common, paused };
}

export const betterStack: ReadResource = (monitor) => {
  const type = monitor.text('monitor_type') || 'status';
  const url = monitor.text('url');
  const ports = monitor.texts('port').join(',');
  const [port] = ports.split(',').map(Number);
  const place = hostPort(url, port === undefined || port === 0 || Number.isNaN(port) ? null : port);
  const verify = monitor.flag('verify_ssl', true) ? {} : { verifyTls: false };
  switch (type) {
    case 'status':
    case 'expected_status_code':
    case 'keyword':
    case 'keyword_absence': {
      const keyword = monitor.text('required_keyword');
      const entry = httpEntry(
        {
          method: monitor.text('http_method') || 'GET',
          url,
          headers: monitor
            .entries('request_headers')
            .map((header) => [header.text('name'), header.text('value')] as const),
          body: monitor.text('request_body'),
          more: {
            ...entryOf({
              username: monitor.text('auth_username'),
              password: monitor.text('auth_password'),
              acceptedStatus: statusList(monitor.texts('expected_status_codes')),
              [type === 'keyword_absence' ? 'keywordAbsent' : 'keyword']: keyword,
              proxy:
                monitor.text('proxy_host') === ''
                  ? ''
                  : `http://${monitor.text('proxy_host')}:${monitor.text('proxy_port')}`,
            }),
            ...(monitor.flag('follow_redirects', true) ? {} : { followRedirects: false }),
            ...verify,
          },
        },
        monitor,
      );
      return entry === null ? null : { ...entry, ...commonOf(monitor), kind: 'http' };
    }
    case 'ping':
      return { kind: 'icmp', host: place.host, ...commonOf(monitor) };
    case 'tcp':
    case 'udp':
      return { kind: type, ...place, ...entryOf({ expect: monitor.text('required_keyword') }), ...commonOf(monitor) };
    case 'smtp':
    case 'imap':
    case 'pop':
      return { kind: type === 'pop' ? 'pop3' : type, ...place, ...commonOf(monitor) };
    case 'dns':
      return {
        kind: 'dns',
        domain: monitor.text('request_body') || place.host,
        server: place.host,
        ...commonOf(monitor),
      };
    default:
      monitor.warn('monitor_type', 'import.noKind', { type });
      return null;
  }
};

export const betterStackHeartbeat: ReadResource = (heartbeat) => {
  const grace = heartbeat.number('grace');
  heartbeat.warn('url', 'import.instead', { used: 'a heartbeat endpoint with an address of its own' });
  heartbeat.ignore('url', 'heartbeat_group_id', 'sort_index');
  return {
    kind: 'push',
    ...entryOf({ every: heartbeat.duration('period', 's'), grace: grace === null || grace === 0 ? '' : `${grace}s` }),
    ...commonOf(heartbeat),
    ...entryOf({ name: heartbeat.text('name') }),
  };
};
