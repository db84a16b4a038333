/** Reads a monitor of Uptime Kuma (server/model/monitor.js, `toJSON`). */
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { conditionsOf } from './conditions.ts';
import { readDatabaseCheck } from './databases.ts';
import { readHttp } from './http.ts';
import { readService } from './services.ts';

type Row = Readonly<Record<string, unknown>>;
export type Entry = Record<string, Json>;
export type Read = (EndpointInput & Entry) | null;

export interface Kuma {
  readonly proxies: ReadonlyMap<number, Row>;
  readonly dockerHosts: ReadonlyMap<number, Row>;
  /** The ids of monitors with notifications; those of a backup are in the monitors. */
  readonly notified: ReadonlySet<number>;
  readonly tags: ReadonlyMap<number, readonly Row[]>;
}

export interface Surroundings {
  readonly kuma: Kuma;
  /** The names of the groups around it. */
  readonly group: string;
  /** The names of the monitors of a group. */
  readonly children: readonly string[];
}

/** Fields that do not matter for the check, or whose default has no meaning. */
const IGNORED = [
  'id',
  'name',
  'pathName',
  'path',
  'parent',
  'childrenIDs',
  'weight',
  'forceInactive',
  'active',
  'type',
  'userId',
  'createdDate',
  'includeSensitiveData',
  'dns_last_result',
  'screenshot',
  'screenshotDelay',
  'gamedigGivenPortOnly',
  'tlsInfo',
  'hash',
  'lastResult',
  'saveResponse',
  'saveErrorResponse',
  'responseMaxLength',
  'timeout',
  'interval',
  'retryInterval',
  // Columns that have a value for monitors of every type.
  'method',
  'httpBodyEncoding',
  'packetSize',
  'maxredirects',
  'accepted_statuscodes',
  'dns_resolve_type',
  'dns_resolve_server',
  'mqttCheckType',
  'kafkaProducerSaslOptions',
  'kafkaProducerSsl',
  'port',
  'url',
  'jsonPathOperator',
  'snmpVersion',
  'snmpOid',
  'smtpSecurity',
  'pingCount',
  'pingNumeric',
  'manualStatus',
  'pingPerRequestTimeout',
  'oauth_auth_method',
  'gamedigToken',
  'conditions',
  'grpcEnableTls',
  'jsonPath',
  'wsSubprotocol',
  'ipFamily',
  'grpcMethod',
  'kafkaProducerBrokers',
  'kafkaProducerAllowAutoTopicCreation',
];
const OTHERS = {
  resendInterval: 'import.alerting',
  notificationIDList: 'import.alerting',
  maintenance: 'import.maintenance',
  domainExpiryNotification: 'import.noCounterpart',
  remoteBrowser: 'import.noCounterpart',
  cacheBust: 'import.noCounterpart',
  retryOnlyOnStatusCodeFailure: 'import.noCounterpart',
  wsIgnoreSecWebsocketAcceptHeader: 'import.noCounterpart',
  expectedTlsAlert: 'import.noCounterpart',
} as const;

/** @returns null: Lookout has no such check, or the monitor lacks what it needs */
export function readMonitor(fields: Fields, around: Surroundings): EndpointInput | null {
  const type = fields.text('type');
  const name = fields.text('name');
  const read = readType(type, fields, around);
  if (read === null) return null;
  const id = fields.number('id') ?? 0;
  if (around.kuma.notified.has(id)) fields.warn('notificationIDList', 'import.alerting');
  const seconds = (key: string) => {
    const value = fields.number(key);
    return value === null || value <= 0 ? undefined : `${value}s`;
  };
  const isUpsideDown = fields.flag('upsideDown');
  if (isUpsideDown && type !== 'port') fields.warn('upsideDown', 'import.upsideDown');
  const conditions = [
    ...(Array.isArray(read['conditions']) ? read['conditions'].map(textOf) : []),
    ...(isUpsideDown && type === 'port' ? ['[CONNECTED] == false'] : []),
    ...expiryCondition(fields, read),
    ...conditionsOf(fields, type),
  ];
  const timeout = seconds('timeout');
  const common = entryOf({
    name,
    group: around.group,
    note: fields.text('description'),
    tags: tagsOf(fields, around.kuma.tags.get(id)),
    interval: type === 'push' ? undefined : seconds('interval'),
    retryInterval: type === 'push' ? undefined : seconds('retryInterval'),
    ...(fields.has('maxretries') ? { retries: fields.number('maxretries') } : { retries: 0 }),
    timeout,
    conditions,
  });
  fields.ignore(...IGNORED);
  fields.finish(OTHERS);
  return { ...read, ...common, kind: read.kind };
}

function readType(type: string, fields: Fields, around: Surroundings): Read {
  switch (type) {
    case 'http':
    case 'keyword':
    case 'json-query':
      return readHttp(fields, type, around.kuma);
    case 'group':
      if (around.children.length === 0) {
        fields.warn('', 'import.notEndpoint');
        return null;
      }
      return { kind: 'group', members: [...around.children] };
    case 'push':
      fields.warn('pushToken', 'import.instead', {
        used: 'a heartbeat endpoint at another address: /push/ and the same key',
      });
      return {
        kind: 'push',
        ...entryOf({ key: fields.text('pushToken'), every: fields.duration('interval', 's') }),
      };
    case 'mysql':
    case 'postgres':
    case 'sqlserver':
    case 'mongodb':
    case 'redis':
      return readDatabaseCheck(fields, type);
    default:
      return readService(fields, type, around.kuma);
  }
}

/** Uptime Kuma warns 21, 14 and 7 days before a certificate expires. */
function expiryCondition(fields: Fields, read: EndpointInput): string[] {
  const wanted = fields.flag('expiryNotification');
  const { url } = read;
  return wanted && typeof url === 'string' && url.startsWith('https:') ? ['warn: [CERTIFICATE_EXPIRATION] > 21d'] : [];
}

function tagsOf(fields: Fields, rows: readonly Row[] | undefined): string[] {
  const tags = rows ?? fields.list('tags').filter(isRecord);
  return tags.map(({ name, value }) => [name, value].map(textOf).filter(Boolean).join(': ')).filter(Boolean);
}
