import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** What `docs/import.md` says about the history. */
const NOTES = `Only \`kuma.db\` contains the history. It is imported for the endpoints that the import adds, and changes nothing that Lookout has checked
itself. So importing again adds no history, and undoing the import removes the history with the endpoints.

- A heartbeat becomes a check with its time (UTC), its ping and, if it failed, its message. Status 0 is down, 1 is up, and 2 is a failed check
  that Uptime Kuma was still retrying. Status 3 is maintenance: it is in the timeline, but is not a check. The imported statuses are those of
  Uptime Kuma, even if its retries were set differently then.
- Version 2 keeps all heartbeats of the last day, and of earlier days only those at which the status changed. For earlier days, it also has the number
  of checks and the lowest, mean and highest latency, by hour (for 30 days) and by day (for a year). So uptime and incidents are exact, but charts of
  that time have no percentiles, phases or heat map, and each point covers at least an hour or a day.
- Outages become incidents. An outage that had not ended is only in the timeline. If it continues, Lookout opens a new incident.
- Time in which Uptime Kuma was not running is unknown. Monitors that do not measure a latency, such as containers, have only their statuses over time.
- Lookout keeps imported history for as long as its own; see Settings, Data.`;

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
    'stat_minutely (history)': 'nothing: the heartbeats cover the same day',
    'conditions without a counterpart': 'import.condition',
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
