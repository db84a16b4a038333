import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Elastic Heartbeat: files of `monitors.d`, and `heartbeat.yml`. */
export const heartbeat: Importer = {
  name: 'heartbeat',
  title: 'Elastic Heartbeat',
  files: 'files of `monitors.d`, and `heartbeat.yml`',
  fields: {
    'type (http, tcp, icmp)': 'the kind; an endpoint for each URL or host',
    'type (browser)': 'import.noKind',
    'id, name, tags, enabled': 'the source, `name`, `tags`, paused',
    'schedule (@every)': '`interval`',
    'schedule (cron)': 'import.schedule',
    'urls, hosts, ports': '`url`, `host`, `port`',
    'timeout, username, password, max_redirects, proxy_url':
      '`timeout`, `username`, `password`, `maxRedirects`, `proxy`',
    'ipv4, ipv6': '`family`',
    'check.request': '`method`, `headers`, `body`',
    'check.response.status, headers, body': '`acceptedStatus`, `conditions`',
    'check.response.json': 'import.condition',
    'check.send, check.receive': '`send`, `expect`',
    'ssl.verification_mode, ssl.enabled': '`verifyTls`, `tls`',
    'ssl files': 'import.file',
    'mode, wait, processors, fields, service, pipeline, index': 'import.noCounterpart, import.settings',
    run_from: 'import.locations',
  },
  recognizes({ dataIfAny: data }) {
    const list = isRecord(data)
      ? (data['heartbeat.monitors'] ?? (isRecord(data['heartbeat']) ? data['heartbeat']['monitors'] : undefined))
      : data;
    return (
      Array.isArray(list) &&
      list.some((one) => isRecord(one) && /^(?:http|tcp|icmp|browser)$/u.test(String(one['type'])) && 'schedule' in one)
    );
  },
  load: () => import('./read.ts'),
};
