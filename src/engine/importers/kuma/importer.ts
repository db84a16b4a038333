import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** What `docs/import.md` says about the history. */
const NOTES = `The history is in \`kuma.db\` only, and is imported for the endpoints that the import adds; what Lookout has checked itself stays as
it is. So importing again adds nothing, and undoing the import removes the history with the endpoints.

- A heartbeat becomes a check with its time (UTC), its ping and, if it failed, its message: 0 is down, 1 up, 2 a failed check whose
  retries are not over, and 3 maintenance, which is in the timeline and is no check. Uptime Kuma decides when an endpoint was down, also where
  its retries were different from today's.
- Version 2 keeps single heartbeats for a day, and later only those at which the status changed. The time before has counts and the lowest,
  mean and highest latency by hour (30 days) and by day (a year), and the times of the status changes, so uptime and incidents are exact.
  Its charts have no percentiles, phases or heat map, and no points shorter than an hour, or a day.
- Outages become incidents. One that was not over is only in the timeline: Lookout opens an incident of its own if it still goes on.
- Time in which Uptime Kuma did not run is unknown. Monitors whose checks measure no time, such as containers, have only their statuses over time.
- Lookout keeps the history as long as its own; see Settings, Data.`;

/** Uptime Kuma: the JSON backup of version 1, and the database of versions 1 and 2. */
export const kuma: Importer = {
  name: 'kuma',
  title: 'Uptime Kuma',
  files: 'the JSON backup of version 1, or `kuma.db` of version 1 or 2, with `kuma.db-wal` if it is there',
  fields: {
    'name, description': '`name`, `note`',
    'parent, group': '`group`, and a `kind: group` endpoint',
    active: 'paused',
    'interval, retryInterval, maxretries, timeout': '`interval`, `retryInterval`, `retries`, `timeout`',
    resendInterval: 'import.alerting',
    notificationIDList: 'import.alerting',
    maintenance: 'import.maintenance',
    tags: '`tags`',
    'http, keyword, json-query': '`kind: http`; JSON queries become conditions with JSONata',
    port: '`kind: tcp`',
    'ping, tailscale-ping': '`kind: icmp`',
    dns: '`kind: dns`',
    docker: '`kind: docker`',
    'real-browser': '`kind: browser`',
    push: '`kind: push` with the same key',
    'mqtt, kafka-producer, rabbitmq': '`kind: mqtt`, `kafka`, and `http` for the API of RabbitMQ',
    'grpc-keyword': '`kind: grpc`',
    'mysql, postgres, sqlserver, mongodb, redis': 'the kind of that database',
    'radius, smtp, snmp, ntp, sip-options, websocket-upgrade, system-service': 'the kind of that service',
    'steam, gamedig, globalping, manual, oracledb, pm2': 'import.noKind',
    'method, body, headers, httpBodyEncoding': '`method`, `body`, `headers`, `bodyType`',
    accepted_statuscodes: '`acceptedStatus`',
    'keyword, invertKeyword': '`keyword`, `keywordAbsent`',
    'authMethod (basic, oauth2-cc, bearer, mtls)': '`auth` and its fields, `clientCertificate`',
    'authMethod (ntlm)': 'import.noCounterpart',
    'ignoreTls, maxredirects, proxyId': '`verifyTls`, `maxRedirects`, `proxy`',
    expiryNotification: 'the condition `warn: [CERTIFICATE_EXPIRATION] > 21d`',
    'upsideDown (port)': 'the condition `[CONNECTED] == false`',
    'upsideDown (others)': 'import.upsideDown',
    'conditions (dns, databases)': '`conditions`',
    'heartbeats (history)': 'checks, the statuses over time and ended incidents, if you want them',
    'stat_hourly, stat_daily (history)': 'counts and lowest, mean and highest latency by hour and day; no percentiles',
    'stat_minutely (history)': 'nothing: its day is there as heartbeats',
    'status pages': 'import.statusPage',
  },
  notes: NOTES,
  recognizes(source) {
    if (source.isDatabase) return true;
    const data = source.dataIfAny;
    return (
      (isRecord(data) && Array.isArray(data['monitorList'])) ||
      // A file with a mistake is recognized by its beginning, so that the mistake is named.
      (data === undefined && /^\s*\{[^[]{0,20000}"monitorList"\s*:/u.test(source.textIfAny))
    );
  },
  complements: ({ name }) => name.endsWith('-wal'),
  loadPast: () => import('./read-past.ts'),
  load: () => import('./read.ts'),
};
