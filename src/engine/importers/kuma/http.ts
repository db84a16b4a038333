/** Reads the HTTP monitors of Uptime Kuma: `http`, `keyword` and `json-query`. */
import { isRecord } from '../../../shared/is-record.ts';
import { entryOf, textOf, type Fields } from '../fields.ts';
import { knownMethod, redirectFields } from '../request.ts';
import { plainUrl, quote, statusList } from '../web.ts';
import type { Entry, Kuma, Read } from './monitor.ts';
import { parsed } from './row.ts';

const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['ipv4', '4'],
  ['ipv6', '6'],
]);

export function readHttp(fields: Fields, type: string, kuma: Kuma): Read {
  const { url, username, password } = plainUrl(fields.text('url'));
  const method = knownMethod(fields.text('method'), fields);
  if (method === null) return null;
  const keyword = type === 'keyword' ? fields.text('keyword') : '';
  const inverted = fields.flag('invertKeyword');
  return {
    kind: 'http',
    url,
    ...entryOf({
      method: method === 'GET' ? '' : method,
      username,
      password,
      ...bodyOf(fields),
      ...(fields.flag('ignoreTls') ? { verifyTls: false } : {}),
      ...redirectFields(fields.number('maxredirects')),
      acceptedStatus: statusList(fields.texts('accepted_statuscodes')),
      [inverted ? 'keywordAbsent' : 'keyword']: keyword,
      conditions: type === 'json-query' ? [jsonQuery(fields)] : [],
      family: FAMILIES.get(fields.text('ipFamily')),
      ...authOf(fields),
      ...proxyOf(fields, kuma),
    }),
  };
}

/** Headers are JSON in a text. */
export function headersOf(fields: Fields, key = 'headers'): Record<string, string> {
  const headers = parsed(fields.value(key));
  if (isRecord(headers)) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)]));
  }
  if (typeof headers === 'string' && headers !== '') fields.warn(key, 'import.noCounterpart');
  return {};
}

function bodyOf(fields: Fields): Entry {
  const body = fields.text('body');
  const headers = headersOf(fields);
  const encoding = fields.text('httpBodyEncoding') || 'json';
  if (body === '') return entryOf({ headers });
  if (encoding !== 'form') return entryOf({ headers, body, bodyType: encoding === 'xml' ? 'xml' : 'json' });
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return entryOf({ body, headers: { ...type, ...headers } });
}

/** A JSONata query. Version 1 knows only equality. */
export function jsonQuery(fields: Fields): string {
  const query = fields.text('jsonPath') || '$';
  const operator = fields.text('jsonPathOperator') || '==';
  const expected = fields.text('expectedValue');
  const isNumber = /^-?\d+(?:\.\d+)?$/u.test(expected);
  const right =
    isNumber && operator !== '==' && operator !== '!=' && operator !== 'contains' ? expected : quote(expected);
  // Uptime Kuma compares texts; a number on the right is also equal to a number.
  const value = isNumber && (operator === '==' || operator === '!=') ? expected : right;
  return `[BODY]${query === '$' ? '' : `{${query}}`} ${operator} ${value}`;
}

function authOf(fields: Fields): Entry {
  const method = fields.text('authMethod');
  switch (method) {
    case 'basic':
      return entryOf({ username: fields.text('basic_auth_user'), password: secret(fields, 'basic_auth_pass') });
    case 'bearer':
      return entryOf({ auth: 'bearer', token: secret(fields, 'bearerToken') });
    case 'oauth2-cc':
      return entryOf({
        auth: 'oauth2',
        tokenUrl: fields.text('oauth_token_url'),
        clientId: fields.text('oauth_client_id'),
        clientSecret: secret(fields, 'oauth_client_secret'),
        scope: fields.text('oauth_scopes'),
        audience: fields.text('oauth_audience'),
      });
    case 'mtls':
      return entryOf({
        clientCertificate: fields.text('tlsCert'),
        clientKey: fields.text('tlsKey'),
        caCertificates: fields.text('tlsCa'),
      });
    case 'ntlm':
      fields.ignore('authDomain', 'authWorkstation', 'basic_auth_user', 'basic_auth_pass');
      fields.warn('authMethod', 'import.noCounterpart');
      return {};
    default:
      // Values that were entered before another method was selected do not count.
      fields.ignore('basic_auth_user', 'basic_auth_pass');
      return {};
  }
}

/** A backup without sensitive data has no secrets. */
function secret(fields: Fields, key: string): string {
  const value = fields.text(key);
  if (value === '') fields.warn(key, 'import.noSecret');
  return value;
}

function proxyOf(fields: Fields, { proxies }: Kuma): Entry {
  const id = fields.number('proxyId');
  if (id === null) return {};
  const proxy = proxies.get(id);
  if (proxy === undefined) {
    fields.warn('proxyId', 'import.noValue', { name: 'the proxy' });
    return {};
  }
  const scheme = textOf(proxy['protocol']).replace(/^socks(?:4|4a|5)?$/u, 'socks5');
  const entry = { proxy: `${scheme}://${textOf(proxy['host'])}:${textOf(proxy['port'])}` };
  const auth = proxy['auth'] === 1 || proxy['auth'] === true;
  return auth
    ? { ...entry, ...entryOf({ proxyUsername: textOf(proxy['username']), proxyPassword: textOf(proxy['password']) }) }
    : entry;
}
