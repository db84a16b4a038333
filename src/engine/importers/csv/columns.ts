/** Finds the field of a column. */
import type { KindDescriptor } from '../../../contract/descriptor.ts';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  target: ['url', 'uri', 'address', 'target', 'website', 'link', 'endpoint', 'site', 'monitorurl'],
  host: ['host', 'hostname', 'ip', 'ipaddress', 'server', 'domain'],
  name: ['name', 'title', 'label', 'displayname', 'friendlyname', 'monitor', 'monitorname'],
  kind: ['kind', 'type', 'protocol', 'checktype', 'monitortype'],
  interval: [
    'interval',
    'frequency',
    'period',
    'checkinterval',
    'checkrate',
    'checkevery',
    'intervalms',
    'intervalseconds',
  ],
  timeout: ['timeout', 'timeoutms', 'timeoutseconds'],
  group: ['group', 'folder', 'category', 'project', 'team'],
  tags: ['tags', 'labels', 'tag'],
  note: ['description', 'note', 'notes', 'comment', 'comments'],
  keyword: ['keyword', 'contains', 'expectedtext'],
  method: ['method', 'httpmethod'],
  acceptedStatus: ['acceptedstatus', 'statuscodes', 'expectedstatus', 'status', 'expectedstatuscode'],
  enabled: ['enabled', 'active', 'isactive'],
  paused: ['paused'],
};
const BY_NAME = new Map(
  Object.entries(FIELDS).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

/** The field of a column; for an unusual name, the name itself. */
export function fieldOfColumn(column: string): string {
  const plain = column.replaceAll(/\(.*\)|[^a-z0-9]/giu, '').toLowerCase();
  return BY_NAME.get(plain) ?? column.trim();
}

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    https: 'http',
    website: 'http',
    web: 'http',
    keyword: 'http',
    api: 'http',
    ping: 'icmp',
    port: 'tcp',
    ssl: 'tls',
    certificate: 'tls',
    heartbeat: 'push',
    cron: 'push',
    postgresql: 'postgres',
    mariadb: 'mysql',
    sqlserver: 'mssql',
    ws: 'websocket',
    wss: 'websocket',
    container: 'docker',
  }),
);

/** The kind of a type as other tools name it; undefined: Lookout has none. */
export function kindOfType(type: string, kinds: ReadonlyMap<string, KindDescriptor>): string | undefined {
  const plain = type.trim().toLowerCase();
  const kind = KINDS.get(plain) ?? plain;
  return kinds.has(kind) ? kind : undefined;
}
