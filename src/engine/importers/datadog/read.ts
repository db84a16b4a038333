/** Reads Synthetic tests (https://docs.datadoghq.com/api/latest/synthetics/). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, Fields, textOf } from '../fields.ts';
import type { FoundEndpoint, ReadSources } from '../importer.ts';
import { httpEntry, proxyFields } from '../request.ts';
import { escapeText, hostPort, plainUrl } from '../web.ts';
import { conditionsOf } from './assertions.ts';

const IGNORED = [
  'public_id',
  'monitor_id',
  'created_at',
  'modified_at',
  'creator',
  'type',
  'subtype',
  'deleted_at',
  'org_id',
];

export const read: ReadSources = (sources, { warn }) =>
  sources.flatMap((source) => {
    const { data } = source;
    const tests = Array.isArray(data) ? data : isRecord(data) && Array.isArray(data['tests']) ? data['tests'] : [data];
    const root = new Fields(source, '', { tests }, warn);
    return root.entries('tests').flatMap((test): FoundEndpoint[] => {
      const entry = readTest(test);
      if (entry === null) return [];
      const id = textOf(test.record['public_id']) || test.text('name');
      const paused = test.text('status') === 'paused';
      test.ignore(...IGNORED);
      test.finish({ locations: 'import.locations' });
      return [{ sourceId: `datadog:${id}`, source: source.name, path: test.path, entry, paused }];
    });
  });

function readTest(test: Fields): EndpointInput | null {
  const subtype = test.text('type') === 'browser' ? 'browser' : test.text('subtype') || 'http';
  const config = test.fields('config');
  const request = config.fields('request');
  const options = test.fields('options');
  const kind = readSubtype(subtype, request, options);
  if (kind === null) {
    if (!/^(?:http)$/u.test(subtype)) test.warn('subtype', 'import.noKind', { type: subtype });
    return null;
  }
  const conditions = conditionsOf(config.entries('assertions'), kind.kind);
  config.leaveOut('variables', 'import.noValue', { name: 'its variables' });
  config.leaveOut('configVariables', 'import.noValue', { name: 'its variables' });
  const retry = options.fields('retry');
  const count = retry.number('count');
  const wait = retry.duration('interval', 'ms');
  const common = entryOf({
    name: test.text('name'),
    note: test.text('message'),
    tags: test.texts('tags'),
    interval: options.duration('tick_every', 's') || '1m',
    retries: count ?? 0,
    retryInterval: count === null ? '' : wait,
    timeout: request.duration('timeout', 's'),
    conditions,
  });
  retry.finish();
  options.finish({
    monitor_options: 'import.alerting',
    monitor_name: 'import.alerting',
    monitor_priority: 'import.alerting',
    min_location_failed: 'import.alerting',
    min_failure_duration: 'import.alerting',
    scheduling: 'import.noCounterpart',
    ci: 'import.noCounterpart',
    httpVersion: 'import.noCounterpart',
  });
  return { ...kind, ...common, kind: kind.kind };
}

function readSubtype(subtype: string, request: Fields, options: Fields): EndpointInput | null {
  const place = hostPort(request.text('host'), request.number('port'));
  const insecure = options.flag('allow_insecure') || options.flag('accept_self_signed') ? { verifyTls: false } : {};
  switch (subtype) {
    case 'http':
      return readHttp(request, options, insecure);
    case 'ssl':
      return { kind: 'tls', ...place, ...entryOf({ serverName: request.text('servername') }), ...insecure };
    case 'tcp':
      return { kind: 'tcp', ...place };
    case 'udp':
      return { kind: 'udp', ...place, ...entryOf({ send: escapeText(request.text('message')) }) };
    case 'icmp': {
      const count = request.number('numberOfPackets');
      return { kind: 'icmp', host: place.host, ...entryOf({ count }) };
    }
    case 'dns': {
      const server = request.text('dnsServer');
      const port = request.number('dnsServerPort');
      return {
        kind: 'dns',
        domain: place.host,
        ...entryOf({ server, port }),
      };
    }
    case 'websocket': {
      const message = request.text('message');
      const steps = message === '' ? [] : [`send ${escapeText(message)}`, 'expect /(?s).*/'];
      return {
        kind: 'websocket',
        url: plainUrl(request.text('url')).url,
        ...entryOf({ headers: request.pairs('headers'), steps }),
      };
    }
    case 'grpc':
      return {
        kind: 'grpc',
        ...place,
        ...entryOf({
          service: request.text('service'),
          metadata: request.pairs('metadata'),
          request: request.text('message'),
        }),
      };
    default:
      return null;
  }
}

function readHttp(request: Fields, options: Fields, insecure: object): EndpointInput | null {
  const auth = request.fields('basicAuth');
  const type = auth.text('type') || 'web';
  const known = /^(?:web|basic|digest|oauth-client)$/u.test(type);
  if (auth.has('type') && !known) request.warn('basicAuth', 'import.noCounterpart');
  if (request.has('certificate')) request.warn('certificate', 'import.noSecret');
  const oauth =
    type === 'oauth-client'
      ? {
          auth: 'oauth2',
          tokenUrl: auth.text('accessTokenUrl'),
          clientId: auth.text('clientId'),
          clientSecret: auth.text('clientSecret'),
          scope: auth.text('scope'),
          audience: auth.text('audience'),
        }
      : { auth: type === 'digest' ? 'digest' : '', username: auth.text('username'), password: auth.text('password') };
  return httpEntry(
    {
      method: request.text('method') || 'GET',
      url: request.text('url'),
      headers: Object.entries(request.pairs('headers')),
      body: request.text('body'),
      bodyType: /json/u.test(request.text('bodyType')) ? 'json' : 'text',
      more: {
        ...(known ? entryOf(oauth) : {}),
        ...proxyFields(request.fields('proxy').text('url')),
        ...(options.flag('follow_redirects') ? {} : { followRedirects: false }),
        ...insecure,
      },
    },
    request,
  );
}
