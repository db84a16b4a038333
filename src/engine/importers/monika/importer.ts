import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Monika: `monika.yml`. */
export const monika: Importer = {
  name: 'monika',
  title: 'Monika',
  files: '`monika.yml`, also as JSON',
  fields: {
    'id, name, description': 'the source, `name`, `note`',
    interval: '`interval`',
    'requests (one)': '`kind: http`',
    'requests (several)': '`kind: steps`; references to earlier responses become extracted values',
    'request.url, method, headers, body, timeout': '`url`, `method`, `headers`, `body`, `timeout`',
    'request.allowUnauthorized, followRedirects, ping': '`verifyTls`, `maxRedirects`, `kind: icmp`',
    'alerts (assertions of status, time, size)': '`conditions` that require the opposite',
    'alerts (others)': 'import.condition',
    'probes without a request': 'import.notEndpoint',
    incidentThreshold: '`retries`',
    recoveryThreshold: 'import.noCounterpart',
    'socket, ping, redis, mongo, postgres, mariadb, mysql': 'the kind of that service',
    notifications: 'import.alerting',
    'certificate, status-notification, db, symon and others': 'import.settings',
  },
  recognizes: ({ dataIfAny: data }) =>
    isRecord(data) &&
    ('probes' in data || 'notifications' in data) &&
    !('endpoints' in data) &&
    (Array.isArray(data['probes']) || Array.isArray(data['notifications'])),
  load: () => import('./read.ts'),
};
