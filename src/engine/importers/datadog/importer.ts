import { isRecord } from '../../../shared/is-record.ts';
import type { Importer } from '../importer.ts';

/** Datadog: Synthetic tests as the API and the page export them. */
export const datadog: Importer = {
  name: 'datadog',
  title: 'Datadog Synthetics',
  files: 'API tests as JSON: one, a list, or `{"tests": […]}`',
  fields: {
    'name, message, tags, status': '`name`, `note`, `tags`, paused',
    'subtype (http, ssl, tcp, udp, dns, icmp, websocket, grpc)': 'the kind',
    'type (browser, mobile), subtype (multi)': 'import.noKind',
    'request.url, method, headers, body, timeout, basicAuth, proxy':
      '`url`, `method`, `headers`, `body`, `timeout`, `username`, `password`, `proxy`',
    'assertions (statusCode, responseTime, body, header, certificate, packetLossPercentage)': '`conditions`',
    'request.certificate': 'import.noSecret',
    'assertions (others)': 'import.condition',
    'options.tick_every, retry, follow_redirects, allow_insecure, accept_self_signed':
      '`interval`, `retries`, `retryInterval`, `followRedirects`, `verifyTls`',
    locations: 'import.locations',
    'options.monitor_options, min_location_failed, min_failure_duration': 'import.alerting',
    'config.variables, configVariables': 'import.noValue',
  },
  recognizes({ dataIfAny: data }) {
    const list = Array.isArray(data) ? data : isRecord(data) && Array.isArray(data['tests']) ? data['tests'] : [data];
    return list.some(
      (one) =>
        isRecord(one) &&
        isRecord(one['config']) &&
        isRecord(one['options']) &&
        ('subtype' in one || one['type'] === 'browser' || 'public_id' in one),
    );
  },
  load: () => import('./read.ts'),
};
