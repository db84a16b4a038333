import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

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
    'heartbeats and statistics': 'import.history',
    'status pages': 'import.statusPage',
  },
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
  load: () => import('./read.ts'),
};
