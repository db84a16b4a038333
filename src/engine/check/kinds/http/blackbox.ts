/** HTTP endpoints as modules of blackbox_exporter's `http` prober (`prober/http.go`, 0.23 to 0.28). */
import { familyOptions, literalPattern, tlsOptions } from '../../blackbox-options.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import { makeBody } from '../../http/request-body.ts';
import type { BlackboxProbe, ReadSeries } from '../../kind-exporter.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import type { HttpFields } from './fields.ts';

export const fields = [
  'url',
  'method',
  'headers',
  'secretHeaders',
  'bodyType',
  'body',
  'acceptedStatus',
  'keyword',
  'keywordAbsent',
  // Only the details have them, which no vantage point reports.
  'showHeaders',
  'followRedirects',
  'verifyTls',
  'serverName',
  'tlsMin',
  'tlsMax',
  'http2',
  'family',
] satisfies readonly (keyof HttpFields)[];

export const series = [
  'probe_http_status_code',
  'probe_http_redirects',
  'probe_http_duration_seconds',
  'probe_failed_due_to_regex',
];

/** It follows up to ten redirects, as an endpoint does by default. */
const MAX_REDIRECTS = 10;

export function probeOf(config: HttpFields): BlackboxProbe | string {
  const { url, method, bodyType, followRedirects, acceptedStatus, keyword, keywordAbsent, http2, family } = config;
  const body = makeBody(config);
  if (bodyType !== 'text' && bodyType !== 'json' && bodyType !== 'xml') return 'bodyType';
  // It would send the body to other origins, too.
  if (body !== null && followRedirects) return 'followRedirects';
  const statuses = acceptedStatus === '200-299' ? [] : statusesOf(acceptedStatus);
  const tls = tlsOptions({ ...config, serverName: serverNameOf(config) });
  return {
    prober: 'http',
    target: url,
    options: {
      method,
      headers: headersOf(config, body?.contentType ?? null),
      follow_redirects: followRedirects,
      ...familyOptions(family),
      ...(body === null ? {} : { body: config.body }),
      ...(statuses.length === 0 ? {} : { valid_status_codes: statuses }),
      ...(keyword === '' ? {} : { fail_if_body_not_matches_regexp: [literalPattern(keyword)] }),
      ...(keywordAbsent === '' ? {} : { fail_if_body_matches_regexp: [literalPattern(keywordAbsent)] }),
      ...(http2 ? {} : { enable_http2: false }),
      ...(Object.keys(tls).length === 0 ? {} : { tls_config: tls }),
    },
  };
}

/** The headers that Lookout sends, too. */
function headersOf({ headers, userAgent }: HttpFields, contentType: string | null): Readonly<Record<string, string>> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const usual = {
    'User-Agent': userAgent === '' ? USER_AGENT : userAgent,
    Accept: '*/*',
    ...(contentType === null ? {} : { 'Content-Type': contentType }),
  };
  const added = Object.entries(usual).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(added), ...headers };
}

/** Its server name would be the header `Host`, and that of an endpoint is the host of the URL. */
function serverNameOf({ url, serverName, headers }: HttpFields): string {
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === 'host');
  return serverName === '' && hasHost ? new URL(url).hostname.replace(/^\[(.*)\]$/u, '$1') : serverName;
}

function statusesOf(text: string): readonly number[] {
  const accepts = parseAcceptedStatus(text);
  return Array.from({ length: 900 }, (_, index) => 100 + index).filter((status) => accepts?.(status) === true);
}

export function causeOf(read: ReadSeries, config: HttpFields): string | null {
  const status = read('probe_http_status_code');
  const redirects = read('probe_http_redirects');
  if (status === 0) return redirects > 0 ? null : silenceOf(read, config);
  if (redirects > MAX_REDIRECTS) return 'http.tooManyRedirects';
  if (parseAcceptedStatus(config.acceptedStatus)?.(status) !== true) return 'http.status';
  if (read('probe_failed_due_to_regex') === 0) return 'connection.reset';
  if (config.keyword === '') return 'body.keywordPresent';
  return config.keywordAbsent === '' ? 'body.keywordMissing' : null;
}

/** Why there is no answer to the first request. */
function silenceOf(read: ReadSeries, { url }: HttpFields): string | null {
  // The answer was not HTTP, or it broke off.
  if (read('probe_http_duration_seconds', 'processing') > 0) return null;
  if (read('probe_http_duration_seconds', 'connect') > 0) return 'connection.reset';
  // Both phases are 0 when the handshake fails, too.
  return url.startsWith('https:') ? null : 'connect.failed';
}
