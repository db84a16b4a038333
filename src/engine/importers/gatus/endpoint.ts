/** Reads an endpoint of Gatus: the scheme of its URL decides the kind. */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { parseJsonObject } from '../../base/json-object.ts';
import { entryOf, type Fields } from '../fields.ts';
import type { FoundEndpoint } from '../importer.ts';
import { knownMethod } from '../request.ts';
import { escapeText, hostPort, plainUrl } from '../web.ts';
import { readClient } from './client.ts';
import { keyOf } from './key.ts';

type Entry = Record<string, Json>;

/** The default interval of Gatus. */
const INTERVAL = '1m';

/** What every endpoint has. @throws ImportError where Gatus refuses it */
export function readEndpoint(fields: Fields): readonly FoundEndpoint[] {
  const name = nameOf(fields);
  const conditions = fields.texts('conditions');
  if (conditions.length === 0) throw fields.refuse('conditions', 'required');
  const kind = readKind(fields);
  if (kind === null) return [];
  const common = entryOf({
    name,
    group: fields.text('group').trim(),
    tags: Object.entries(fields.pairs('extra-labels')).map(([label, value]) => `${label}: ${value}`),
    interval: fields.text('interval') || INTERVAL,
    retries: retriesOf(fields),
    conditions,
  });
  const entry: EndpointInput = { ...kind, ...common, dialect: 'gatus', kind: kind.kind };
  const enabled = fields.flag('enabled', true);
  fields.finish({ ui: 'import.noCounterpart', 'maintenance-windows': 'import.maintenance' });
  return [
    { sourceId: `gatus:${keyOf(fields)}`, source: fields.source.name, path: fields.path, entry, paused: !enabled },
  ];
}

/** An endpoint whose results other programs send. @throws ImportError where Gatus refuses it */
export function readExternal(fields: Fields): readonly FoundEndpoint[] {
  const name = nameOf(fields);
  const heartbeat = fields.fields('heartbeat');
  const every = heartbeat.text('interval');
  heartbeat.finish();
  fields.ignore('token');
  fields.warn('', 'import.instead', { used: 'a heartbeat endpoint with an address of its own for the job' });
  fields.leaveOut('alerts', 'import.alerting');
  const entry: EndpointInput = { kind: 'push', ...entryOf({ name, group: fields.text('group').trim(), every }) };
  const enabled = fields.flag('enabled', true);
  fields.finish({ 'maintenance-windows': 'import.maintenance' });
  return [
    { sourceId: `gatus:${keyOf(fields)}`, source: fields.source.name, path: fields.path, entry, paused: !enabled },
  ];
}

export function nameOf(fields: Fields): string {
  const name = fields.text('name').trim();
  if (name === '') throw fields.refuse('name', 'required');
  if (/["\\]/u.test(name)) throw fields.refuse('name');
  return name;
}

/** Gatus counts failures for alerts only; Lookout is down, and alerts, after as many. */
function retriesOf(fields: Fields): number | undefined {
  const alerts = fields.entries('alerts');
  if (alerts.length === 0) return undefined;
  fields.warn('alerts', 'import.alerting');
  const thresholds = alerts.map((alert) => alert.number('failure-threshold') ?? 3);
  return Math.max(0, Math.min(...thresholds) - 1);
}

/** The fields of the kind; null: Lookout has no such kind. */
function readKind(fields: Fields): (EndpointInput & Entry) | null {
  const url = fields.text('url').trim();
  if (url === '') throw fields.refuse('url', 'required');
  if (fields.has('dns')) return readDns(fields, url);
  const scheme = /^([a-z]+):\/\//iu.exec(url)?.[1]?.toLowerCase() ?? '';
  const client = readClient(fields, scheme);
  switch (scheme) {
    case 'http':
    case 'https':
      return readHttp(fields, url, client);
    case 'tcp':
      return { kind: 'tcp', ...hostPort(url), ...client, ...entryOf({ send: escapeText(fields.text('body')) }) };
    case 'udp':
      return { kind: 'udp', ...hostPort(url), ...client, ...entryOf({ send: escapeText(fields.text('body')) }) };
    case 'icmp':
      return { kind: 'icmp', host: hostPort(url).host, ...client };
    case 'tls':
      return { kind: 'tls', ...hostPort(url), ...client };
    case 'starttls':
      return { kind: 'tls', ...hostPort(url), starttls: 'smtp', ...client };
    case 'grpc':
    case 'grpcs':
      return { kind: 'grpc', ...hostPort(url), tls: scheme === 'grpcs' ? 'on' : 'off', ...client };
    case 'ws':
    case 'wss': {
      const body = fields.text('body');
      const steps = body === '' ? [] : [`send ${escapeText(body)}`, 'expect /(?s).*/'];
      return { kind: 'websocket', url, ...client, ...entryOf({ headers: fields.pairs('headers'), steps }) };
    }
    case 'ssh':
      return { kind: 'ssh', ...hostPort(url), ...client, ...readSsh(fields) };
    default:
      if (scheme !== 'sctp') throw fields.refuse('url');
      fields.warn('url', 'import.noKind', { type: scheme });
      return null;
  }
}

function readHttp(fields: Fields, given: string, client: Entry): (EndpointInput & Entry) | null {
  const method = knownMethod(fields.text('method'), fields);
  if (method === null) return null;
  const { url, username, password } = plainUrl(given);
  const body = fields.text('body');
  if (/\[(?:ENDPOINT_|LOCAL_ADDRESS|RANDOM_STRING_)/u.test(body)) fields.warn('body', 'import.noCounterpart');
  const entry = entryOf({
    method: method === 'GET' ? '' : method,
    username,
    password,
    headers: fields.pairs('headers'),
    bodyType: fields.flag('graphql') ? 'graphql' : '',
    body,
  });
  return { kind: 'http', url, ...entry, ...client };
}

function readDns(fields: Fields, url: string): EndpointInput & Entry {
  const dns = fields.fields('dns');
  const domain = dns.text('query-name');
  if (domain === '') throw dns.refuse('query-name', 'required');
  const entry = entryOf({ domain: domain.replace(/\.$/u, ''), type: dns.text('query-type').toUpperCase() || 'A' });
  dns.finish();
  const { host, port } = hostPort(url);
  const { timeout } = readClient(fields, 'dns');
  return { kind: 'dns', server: host, ...(port === undefined ? {} : { port }), ...entry, ...entryOf({ timeout }) };
}

function readSsh(fields: Fields): Entry {
  const ssh = fields.fields('ssh');
  const entry = entryOf({
    username: ssh.text('username'),
    password: ssh.text('password'),
    privateKey: ssh.text('private-key'),
    command: commandIn(fields.text('body')),
  });
  ssh.finish();
  return entry;
}

/** The body of an SSH endpoint is JSON with the command. */
function commandIn(body: string): string {
  const command = parseJsonObject(body)?.['command'];
  return typeof command === 'string' ? command : '';
}
