/** Grafana Synthetic Monitoring (https://registry.terraform.io/providers/grafana/grafana/latest/docs). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, type Fields } from '../fields.ts';
import { probeConditions } from '../probe-conditions.ts';
import { httpEntry, proxyFields } from '../request.ts';
import { escapeText, hostPort, regexLiteral, statusList } from '../web.ts';
import { block } from './blocks.ts';
import type { ReadResource } from './read.ts';

const OTHERS = {
  probes: 'import.locations',
  alert_sensitivity: 'import.alerting',
  basic_metrics_only: 'import.settings',
} as const;
const FAMILIES: Readonly<Record<string, string>> = { V4: '4', V6: '6' };

export const grafana: ReadResource = (check) => {
  const settings = block(check, 'settings');
  const type = Object.keys(settings.record).find((name) => settings.has(name)) ?? '';
  const entry = readSettings(type, block(settings, type), check.text('target'));
  if (entry === null) {
    check.warn('settings', 'import.noKind', { type });
    return null;
  }
  const paused = !check.flag('enabled', true);
  const common = entryOf({
    name: check.text('job'),
    interval: check.duration('frequency', 'ms'),
    timeout: check.duration('timeout', 'ms'),
    tags: Object.entries(check.pairs('labels')).map(([label, value]) => `${label}: ${value}`),
  });
  check.ignore('id', 'tenant_id');
  check.finish(OTHERS);
  return { ...entry, ...common, kind: entry.kind, paused };
};

function readSettings(type: string, settings: Fields, target: string): EndpointInput | null {
  const family = entryOf({ family: FAMILIES[settings.text('ip_version')] });
  const tls = tlsOf(settings);
  switch (type) {
    case 'http':
      return readHttp(settings, target, { ...family, ...tls });
    case 'ping':
      return { kind: 'icmp', host: target, ...family };
    case 'tcp':
      return {
        kind: 'tcp',
        ...hostPort(target),
        ...(settings.flag('tls') ? { tls: 'on' } : {}),
        ...entryOf({ steps: settings.entries('query_response').flatMap(stepsOf) }),
        ...family,
      };
    case 'dns':
      return {
        kind: 'dns',
        domain: target,
        ...entryOf({
          type: settings.text('record_type'),
          server: settings.text('server'),
          port: settings.number('port'),
          transport: settings.text('protocol').toLowerCase(),
        }),
      };
    case 'grpc':
      return {
        kind: 'grpc',
        ...hostPort(target),
        ...entryOf({ service: settings.text('service') }),
        ...(settings.flag('tls') ? { tls: 'on' } : {}),
      };
    case 'traceroute':
      return { kind: 'path', host: target };
    default:
      return null;
  }
}

function stepsOf(query: Fields): string[] {
  const [expect, send] = [query.text('expect'), query.text('send')];
  return [
    ...(expect === '' ? [] : [`expect ${regexLiteral(expect)}`]),
    ...(send === '' ? [] : [`send ${escapeText(send)}\\n`]),
  ];
}

function tlsOf(settings: Fields): Record<string, Json> {
  const tls = block(settings, 'tls_config');
  return entryOf({
    ...(tls.flag('insecure_skip_verify') ? { verifyTls: false } : {}),
    serverName: tls.text('server_name'),
    caCertificates: tls.text('ca_cert'),
    clientCertificate: tls.text('client_cert'),
    clientKey: tls.text('client_key'),
  });
}

function readHttp(http: Fields, target: string, more: Record<string, Json>): EndpointInput | null {
  const auth = block(http, 'basic_auth');
  const token = http.text('bearer_token');
  const entry = httpEntry(
    {
      method: http.text('method') || 'GET',
      url: target,
      headers: http.texts('headers').map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
      }),
      body: http.text('body'),
      more: {
        ...more,
        ...entryOf({
          username: auth.text('username'),
          password: auth.text('password'),
          ...(token === '' ? {} : { auth: 'bearer', token }),
          acceptedStatus: statusList(http.texts('valid_status_codes')),
          ...proxyFields(http.text('proxy_url')),
          conditions: probeConditions(http, '_regexp'),
        }),
        ...(http.flag('no_follow_redirects') ? { followRedirects: false } : {}),
      },
    },
    http,
  );
  http.ignore('tls_config', 'ip_version');
  http.finish({ cache_busting_query_param_name: 'import.noCounterpart', compression: 'import.noCounterpart' });
  return entry;
}
