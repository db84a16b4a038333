/** Reads monitors of Elastic Heartbeat (https://www.elastic.co/docs/reference/beats/heartbeat/monitor-options). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';
import { httpEntry, proxyFields, redirectFields } from '../request.ts';
import { escapeText, hostPort, regexLiteral, statusList } from '../web.ts';

const OTHERS = {
  mode: 'import.noCounterpart',
  wait: 'import.noCounterpart',
  processors: 'import.settings',
  fields: 'import.settings',
  fields_under_root: 'import.settings',
  service: 'import.settings',
  'service.name': 'import.settings',
  pipeline: 'import.settings',
  index: 'import.settings',
  keep_null: 'import.settings',
  data_stream: 'import.settings',
  run_from: 'import.locations',
  response: 'import.settings',
  'response.include_body': 'import.settings',
  'response.include_headers': 'import.settings',
} as const;

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source) => {
    const { data } = source;
    const nested = isRecord(data) && isRecord(data['heartbeat']) ? data['heartbeat']['monitors'] : undefined;
    const list = isRecord(data) ? (data['heartbeat.monitors'] ?? nested) : data;
    const root = new Fields(source, '', { monitors: list }, warn);
    return root.entries('monitors').flatMap((monitor) => readMonitor(expanded(monitor, warn)));
  });

/** Keys with dots are paths: `check.request.method` is the same as the nested form. */
function expanded(monitor: Fields, warn: ConstructorParameters<typeof Fields>[3]): Fields {
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(monitor.record)) {
    const path = key.split('.');
    let at = record;
    for (const step of path.slice(0, -1)) {
      const next = isRecord(at[step]) ? { ...at[step] } : {};
      at[step] = next;
      at = next;
    }
    const last = path.at(-1) ?? key;
    const before = at[last];
    at[last] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
  }
  return new Fields(monitor.source, monitor.path, record, warn);
}

function readMonitor(monitor: Fields): FoundEndpoint[] {
  const type = monitor.text('type');
  if (!/^(?:http|tcp|icmp)$/u.test(type)) {
    monitor.warn('type', 'import.noKind', { type });
    return [];
  }
  const targets = [...monitor.texts('urls'), ...monitor.texts('hosts')];
  const ports = monitor.list('ports').map(Number);
  const [name, id] = [monitor.text('name'), monitor.text('id')];
  const common = entryOf({
    tags: monitor.texts('tags'),
    interval: intervalOf(monitor),
    timeout: monitor.text('timeout') || '16s',
    family: monitor.flag('ipv4', true) ? (monitor.flag('ipv6', true) ? '' : '4') : '6',
  });
  const make = type === 'http' ? readHttp(monitor) : type === 'tcp' ? readTcp(monitor) : readIcmp();
  const paused = !monitor.flag('enabled', true);
  monitor.finish(OTHERS);
  const all =
    type === 'tcp' && ports.length > 0 ? targets.flatMap((host) => ports.map((port) => `${host}:${port}`)) : targets;
  return all.flatMap((target): FoundEndpoint[] => {
    const entry = make(target);
    if (entry === null) return [];
    const label = all.length === 1 ? name : [name, target].filter(Boolean).join(' – ');
    return [
      {
        sourceId: `heartbeat:${[id || name, all.length === 1 ? '' : target].filter(Boolean).join(' ')}`,
        source: monitor.source.name,
        path: monitor.path,
        entry: { ...entry, ...common, ...entryOf({ name: label }), kind: entry.kind },
        paused,
      },
    ];
  });
}

function intervalOf(monitor: Fields): string {
  const schedule = monitor.text('schedule');
  const every = /^@every\s+(\S+)$/u.exec(schedule)?.[1];
  if (every !== undefined) return every;
  const seconds = /^\*\/(\d+) \* \* \* \* \* \*$/u.exec(schedule)?.[1];
  if (seconds !== undefined) return `${seconds}s`;
  const minutes = /^(?:0 )?\*\/(\d+) \* \* \* \*(?: \*)?$/u.exec(schedule)?.[1];
  if (minutes !== undefined) return `${minutes}m`;
  monitor.warn('schedule', 'import.schedule', { used: '1m' });
  return '1m';
}

type Make = (target: string) => EndpointInput | null;

function readIcmp(): Make {
  return (target) => ({ kind: 'icmp', host: hostPort(target).host });
}

function readTcp(monitor: Fields): Make {
  const check = monitor.fields('check');
  const ssl = sslOf(monitor);
  const entry = entryOf({ send: escapeText(check.text('send')), expect: escapeText(check.text('receive')) });
  check.finish();
  monitor.leaveOut('proxy_url');
  return (target) => {
    const isTls = /^(?:tls|ssl):\/\//iu.test(target) || ssl.isOn;
    return { kind: 'tcp', ...hostPort(target), ...entry, ...ssl.fields, ...(isTls ? { tls: 'on' } : {}) };
  };
}

function sslOf(monitor: Fields): { readonly isOn: boolean; readonly fields: Record<string, Json> } {
  const ssl = monitor.fields('ssl');
  const isOn = Object.keys(ssl.record).length > 0 && ssl.flag('enabled', true);
  const fields = ssl.text('verification_mode') === 'none' ? { verifyTls: false } : {};
  for (const key of ['certificate_authorities', 'certificate', 'key']) {
    for (const file of ssl.texts(key))
      ssl.warn(key, 'import.file', { file: file.startsWith('-----') ? 'in the setting' : file });
  }
  ssl.finish({ supported_protocols: 'import.noCounterpart', cipher_suites: 'import.noCounterpart' });
  return { isOn, fields };
}

function readHttp(monitor: Fields): Make {
  const check = monitor.fields('check');
  const request = check.fields('request');
  const response = check.fields('response');
  const ssl = sslOf(monitor);
  const more = entryOf({
    username: monitor.text('username'),
    password: monitor.text('password'),
    ...redirectFields(monitor.number('max_redirects') ?? 0),
    ...proxyFields(monitor.text('proxy_url')),
    acceptedStatus: statusList(response.texts('status')) || '100-399',
    conditions: [...headerConditions(response), ...bodyConditions(response)],
    ...ssl.fields,
  });
  if (response.has('json')) {
    for (const one of response.list('json'))
      response.warn('json', 'import.condition', { given: textOf(one).slice(0, 200) });
  }
  const [method, headers, body] = [
    request.text('method') || 'GET',
    Object.entries(request.pairs('headers')),
    request.text('body'),
  ];
  request.finish();
  response.finish();
  check.finish();
  return (target) =>
    httpEntry(
      { method, url: /^https?:\/\//iu.test(target) ? target : `http://${target}`, headers, body, more },
      monitor,
    );
}

function headerConditions(response: Fields): string[] {
  return Object.entries(response.pairs('headers')).map(
    ([name, value]) => `[HEADER].${name} == ${JSON.stringify(value)}`,
  );
}

/** Regular expressions, of which one must match; or lists of those that must, and must not. */
function bodyConditions(response: Fields): string[] {
  const body = response.value('body');
  const positive = isRecord(body) ? body['positive'] : body;
  const negative = isRecord(body) ? body['negative'] : undefined;
  const list = (value: unknown) =>
    (Array.isArray(value) ? value.map(textOf) : value === undefined ? [] : [textOf(value)]).filter(Boolean);
  const must = list(positive).map((regex) => `[BODY] matches ${regexLiteral(regex)}`);
  return [
    ...(must.length === 0 ? [] : [must.join(' or ')]),
    ...list(negative).map((regex) => `not [BODY] matches ${regexLiteral(regex)}`),
  ];
}
