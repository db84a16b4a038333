/** Reads monitors of Checkmate (server/src/validation/monitorValidation.ts). Intervals are milliseconds. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';
import { knownMethod } from '../request.ts';
import { expectedValue, hostPort, plainUrl, statusList } from '../web.ts';

const IGNORED = [
  '_id',
  'id',
  'userId',
  'teamId',
  'status',
  'uptimePercentage',
  'createdAt',
  'updatedAt',
  '__v',
  'recentChecks',
];
const NOT_MAPPED = {
  notifications: 'import.alerting',
  alertThreshold: 'import.alerting',
  strategy: 'import.noCounterpart',
  gameId: 'import.noCounterpart',
  selectedDisks: 'import.noCounterpart',
  thresholds: 'import.noCounterpart',
  geoCheckEnabled: 'import.locations',
} as const;

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source) => {
    const { data } = source;
    const list = isRecord(data) ? data['monitors'] : data;
    const root = new Fields(source, '', { monitors: list }, warn);
    return root.entries('monitors').flatMap((monitor): FoundEndpoint[] => {
      const id = textOf(monitor.record['_id'] ?? monitor.record['id']);
      const name = monitor.text('name');
      const entry = readMonitor(monitor);
      if (entry === null) return [];
      const paused = monitor.record['isActive'] !== undefined && !monitor.flag('isActive');
      const own = { sourceId: `checkmate:${id || name}`, source: source.name, path: monitor.path };
      return [{ ...own, entry, paused }];
    });
  });

function readMonitor(monitor: Fields): EndpointInput | null {
  const kind = readType(monitor);
  if (kind === null) return null;
  const interval = monitor.number('interval') ?? 60_000;
  const size = monitor.number('statusWindowSize') ?? 5;
  const threshold = monitor.number('statusWindowThreshold') ?? 60;
  const common = entryOf({
    name: monitor.text('name'),
    note: monitor.text('description'),
    group: monitor.text('group'),
    tags: monitor
      .list('tags')
      .map((tag) => (isRecord(tag) ? textOf(tag['name']) : textOf(tag)))
      .filter(Boolean),
    interval: `${interval}ms`,
    // This share of the last checks must fail.
    retries: Math.max(0, Math.ceil((size * threshold) / 100) - 1),
  });
  for (const key of Object.keys(monitor.record)) {
    if (/Alert(?:Threshold|Counter)$/u.test(key)) monitor.ignore(key);
    if (/^geoCheck(?:Locations|Interval)$/u.test(key)) monitor.ignore(key);
  }
  monitor.ignore(...IGNORED, 'isActive', 'useAdvancedMatching', 'matchMethod', 'method', 'type');
  monitor.finish(NOT_MAPPED);
  return { ...kind, ...common, kind: kind.kind };
}

function readType(monitor: Fields): EndpointInput | null {
  const type = monitor.text('type');
  const url = monitor.text('url');
  const place = hostPort(url, monitor.number('port'));
  const verify = monitor.flag('ignoreTlsErrors') ? { verifyTls: false } : {};
  switch (type) {
    case 'http':
      return readHttp(monitor, url, verify);
    case 'port':
      return { kind: 'tcp', ...place };
    case 'ping':
      return { kind: 'icmp', host: place.host };
    case 'docker':
      return { kind: 'docker', container: url };
    case 'grpc':
      return { kind: 'grpc', ...place, ...entryOf({ service: monitor.text('grpcServiceName') }), ...verify };
    case 'websocket':
      return { kind: 'websocket', url, ...verify };
    case 'dns':
      return {
        kind: 'dns',
        domain: place.host,
        ...entryOf({
          server: monitor.text('dnsServer'),
          type: monitor.text('dnsRecordType'),
          expected: monitor.texts('expectedValue'),
        }),
      };
    default:
      monitor.warn('type', 'import.noKind', { type });
      return null;
  }
}

function readHttp(monitor: Fields, given: string, verify: object): EndpointInput | null {
  const method = knownMethod(monitor.text('method'), monitor);
  if (method === null) return null;
  const secret = monitor.text('secret');
  const { url, ...credentials } = plainUrl(given);
  return {
    kind: 'http',
    url,
    ...verify,
    ...entryOf({
      ...credentials,
      method: method === 'GET' ? '' : method,
      acceptedStatus: statusList(monitor.texts('customUpCodes')),
      ...(secret === '' ? {} : { auth: 'bearer', token: secret }),
      conditions: expectedValue({
        path: monitor.text('jsonPath'),
        expected: monitor.text('expectedValue'),
        matchMethod: monitor.text('matchMethod'),
      }),
    }),
  };
}
