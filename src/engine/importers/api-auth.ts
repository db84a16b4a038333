/** The authentication of a request of an API client, as fields of an HTTP endpoint. */
import type { Json } from '../../contract/model/units.ts';
import { entryOf } from './fields.ts';

export interface ApiAuth {
  readonly more: Readonly<Record<string, Json>>;
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
  /** Whether Lookout can sign in like this. */
  readonly isKnown: boolean;
}

const NONE: ApiAuth = { more: {}, headers: [], query: [], isKnown: true };

/** @param get the value of a parameter, by any of its names */
export function apiAuth(type: string, get: (...names: readonly string[]) => string): ApiAuth {
  switch (type.toLowerCase()) {
    case '':
    case 'none':
    case 'noauth':
    case 'inherit':
      return NONE;
    case 'basic':
    case 'digest': {
      const auth = type.toLowerCase() === 'digest' ? 'digest' : undefined;
      return { ...NONE, more: entryOf({ auth, username: get('username'), password: get('password') }) };
    }
    case 'bearer': {
      const prefix = get('prefix');
      const token = get('token');
      if (prefix !== '' && prefix.toLowerCase() !== 'bearer') {
        return { ...NONE, headers: [['Authorization', `${prefix} ${token}`]] };
      }
      return { ...NONE, more: entryOf({ auth: 'bearer', token }) };
    }
    case 'apikey': {
      const pair = [get('key'), get('value')] as const;
      const where = get('in', 'addTo').toLowerCase();
      return where.startsWith('query') ? { ...NONE, query: [pair] } : { ...NONE, headers: [pair] };
    }
    case 'oauth2': {
      const token = get('accessToken');
      const isClient = get('grant_type', 'grantType').includes('client_credentials');
      if (!isClient) return token === '' ? { ...NONE, isKnown: false } : { ...NONE, more: { auth: 'bearer', token } };
      return {
        ...NONE,
        more: entryOf({
          auth: 'oauth2',
          tokenUrl: get('accessTokenUrl'),
          clientId: get('clientId'),
          clientSecret: get('clientSecret'),
          scope: get('scope'),
          audience: get('audience'),
        }),
      };
    }
    default:
      return { ...NONE, isKnown: false };
  }
}

/** The URL with more parameters. */
export function withQuery(url: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return url;
  const [address = '', hash] = url.split('#');
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${text}${hash === undefined ? '' : `#${hash}`}`;
}
