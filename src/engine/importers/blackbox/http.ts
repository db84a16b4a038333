/** Reads `http:` of a module. */
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { probeConditions } from '../probe-conditions.ts';
import { proxyFields } from '../request.ts';
import { statusList } from '../web.ts';

type Entry = Record<string, Json>;

export function httpFields(fields: Fields): Entry {
  const method = fields.text('method').toUpperCase();
  if (fields.has('body_file')) fields.warn('body_file', 'import.file', { file: fields.text('body_file') });
  const compression = fields.text('compression');
  const acceptEncoding = compression === '' ? {} : { 'Accept-Encoding': compression };
  const redirects = fields.flag('follow_redirects', true) && !fields.flag('no_follow_redirects');
  return entryOf({
    method: method === 'GET' ? '' : method,
    headers: { ...acceptEncoding, ...fields.pairs('headers'), ...httpHeaders(fields), ...authorizationHeader(fields) },
    body: fields.text('body'),
    acceptedStatus: statusList(fields.texts('valid_status_codes')),
    conditions: probeConditions(fields),
    maxBytes: bytesOf(fields.text('body_size_limit')),
    ...(redirects ? {} : { followRedirects: false }),
    ...(fields.flag('enable_http2', true) ? {} : { http2: false }),
    ...authOf(fields),
    ...proxyOf(fields),
    ...tlsFields(fields.fields('tls_config')),
    sourceAddress: fields.text('source_ip_address'),
  });
}

function httpHeaders(fields: Fields): Record<string, string> {
  const headers = fields.fields('http_headers');
  return Object.fromEntries(
    Object.keys(headers.record).flatMap((name) => {
      const one = headers.fields(name);
      const values = [...one.texts('values'), ...one.texts('secrets')];
      for (const file of one.texts('files')) one.warn('files', 'import.file', { file });
      return values.length === 0 ? [] : [[name, values.join(', ')]];
    }),
  );
}

function authOf(fields: Fields): Entry {
  const basic = fields.fields('basic_auth');
  const authorization = fields.fields('authorization');
  const oauth2 = fields.fields('oauth2');
  for (const [area, key] of [
    [basic, 'username_file'],
    [basic, 'password_file'],
    [authorization, 'credentials_file'],
    [oauth2, 'client_secret_file'],
    [fields, 'bearer_token_file'],
  ] as const) {
    if (area.has(key)) area.warn(key, 'import.file', { file: area.text(key) });
  }
  if (basic.has('username')) return entryOf({ username: basic.text('username'), password: basic.text('password') });
  if (oauth2.has('token_url')) return oauth2Of(oauth2);
  const token = authorization.text('credentials') || fields.text('bearer_token');
  return token !== '' && isBearer(authorization) ? { auth: 'bearer', token } : {};
}

/** The credentials of other types than `Bearer`. */
function authorizationHeader(fields: Fields): Record<string, string> {
  const authorization = fields.fields('authorization');
  const credentials = authorization.text('credentials');
  if (credentials === '' || isBearer(authorization)) return {};
  return { Authorization: `${authorization.text('type')} ${credentials}` };
}

function isBearer(authorization: Fields): boolean {
  return /^(?:bearer)?$/iu.test(authorization.text('type'));
}

function oauth2Of(oauth2: Fields): Entry {
  const { grant_type: _, audience, ...others } = oauth2.pairs('endpoint_params');
  if (Object.keys(others).length > 0) oauth2.warn('endpoint_params', 'import.noCounterpart');
  const entry = entryOf({
    auth: 'oauth2',
    tokenUrl: oauth2.text('token_url'),
    clientId: oauth2.text('client_id'),
    clientSecret: oauth2.text('client_secret'),
    scope: oauth2.texts('scopes').join(' '),
    audience,
  });
  oauth2.finish({ tls_config: 'import.noCounterpart', proxy_url: 'import.noCounterpart' });
  return entry;
}

function proxyOf(fields: Fields): Entry {
  const headers = fields.value('proxy_connect_header');
  const proxyHeaders = isRecord(headers)
    ? Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value),
        ]),
      )
    : {};
  return entryOf({
    ...proxyFields(fields.text('proxy_url')),
    proxyHeaders,
    noProxy: fields
      .text('no_proxy')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  });
}

/** Reads `tls_config`. */
export function tlsFields(config: Fields): Entry {
  for (const key of ['ca_file', 'cert_file', 'key_file']) {
    if (config.has(key)) config.warn(key, 'import.file', { file: config.text(key) });
  }
  const version = (key: string) => /^TLS1([0-3])$/u.exec(config.text(key))?.[1];
  const [min, max] = [version('min_version'), version('max_version')];
  const entry = entryOf({
    ...(config.flag('insecure_skip_verify') ? { verifyTls: false } : {}),
    serverName: config.text('server_name'),
    ...(min === undefined ? {} : { tlsMin: `1.${min}` }),
    ...(max === undefined ? {} : { tlsMax: `1.${max}` }),
    caCertificates: config.text('ca'),
    clientCertificate: config.text('cert'),
    clientKey: config.text('key'),
  });
  config.finish();
  return entry;
}

/** `1MB`, `512KiB` */
function bytesOf(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+)\s*([KMG]?)i?B?$/iu.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit.toUpperCase());
}
