/** HTTP checks as metrics of blackbox_exporter's `http` prober (`prober/http.go`, 0.23 to 0.28). */
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import type { MetricFamily } from '../../../base/metrics-text.ts';
import { isRecord } from '../../../../shared/is-record.ts';
import { gauge, regexGauge } from '../../exporter-metrics.ts';
import type { ExportedCheck } from '../../kind-exporter.ts';

/** The headers of the response have its length. */
export const wanted = ['HEADER'];

/** blackbox_exporter treats a target without a scheme as plain HTTP. */
export function readTarget(text: string): EndpointInput {
  return { kind: 'http', url: /^https?:\/\//iu.test(text) ? text : `http://${text}` };
}

export function metrics({ outcome, observed }: ExportedCheck): readonly MetricFamily[] {
  const { details, failure } = outcome;
  const { status, httpVersion, bytes, redirects, tls } = details;
  const headers = isRecord(observed['HEADER']) ? observed['HEADER'] : {};
  const date = headers['last-modified'];
  const modified = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return [
    gauge('probe_http_status_code', 'The HTTP status code of the response.', Number(status ?? 0)),
    gauge('probe_http_version', 'The version of HTTP of the response.', Number(httpVersion ?? 0)),
    gauge('probe_http_ssl', 'Whether TLS was used for the final response.', tls === undefined ? 0 : 1),
    gauge('probe_http_redirects', 'The number of redirects.', Array.isArray(redirects) ? redirects.length : 0),
    gauge(
      'probe_http_content_length',
      'The length of the response in bytes as its header says; -1 if it does not.',
      status === undefined ? 0 : Number(headers['content-length'] ?? -1),
    ),
    gauge('probe_http_uncompressed_body_length', 'The length of the body that was read, in bytes.', Number(bytes ?? 0)),
    ...(Number.isNaN(modified)
      ? []
      : [
          gauge(
            'probe_http_last_modified_timestamp_seconds',
            'The Last-Modified header of the response, in seconds since 1970.',
            modified / 1000,
          ),
        ]),
    regexGauge(failure),
  ];
}

export * as blackbox from './blackbox.ts';
