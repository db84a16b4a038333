/** Reads `client:` of an endpoint: how Gatus connects. */
import type { Json } from '../../../contract/model/units.ts';
import { entryOf, type Fields } from '../fields.ts';
import { proxyFields } from '../request.ts';

const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['ip4', '4'],
  ['ip6', '6'],
]);
/** The protocols whose kinds verify certificates. */
const ENCRYPTED = /^(?:https?|tls|starttls|grpcs?|wss?)$/u;
const WITH_FAMILY = /^(?:dns)?$/u;

/** @param scheme of the URL */
export function readClient(fields: Fields, scheme: string): Record<string, Json> {
  const client = fields.fields('client');
  const isHttp = scheme === 'http' || scheme === 'https';
  const entry = entryOf({
    timeout: client.text('timeout'),
    ...(client.flag('insecure') && ENCRYPTED.test(scheme) ? { verifyTls: false } : {}),
    ...(client.flag('ignore-redirect') && isHttp ? { followRedirects: false } : {}),
    ...(WITH_FAMILY.test(scheme) ? {} : { family: FAMILIES.get(client.text('network')) }),
    ...(isHttp ? { ...resolverOf(client), ...oauth2Of(client), ...proxyFields(client.text('proxy-url')) } : {}),
  });
  const tls = client.fields('tls');
  for (const key of ['certificate-file', 'private-key-file']) {
    if (tls.has(key)) tls.warn(key, 'import.file', { file: tls.text(key) });
  }
  tls.finish({ renegotiation: 'import.noCounterpart' });
  client.ignore('ignore-redirect', 'network');
  client.finish({
    'identity-aware-proxy': 'import.noCounterpart',
    tunnel: 'import.noCounterpart',
    'store-cookies': 'import.noCounterpart',
    'dns-resolver': 'import.noCounterpart',
    oauth2: 'import.noCounterpart',
    'proxy-url': 'import.noCounterpart',
  });
  return entry;
}

function resolverOf(client: Fields): Record<string, Json> {
  const [, protocol, server] = /^(udp|tcp):\/\/(.+)$/u.exec(client.text('dns-resolver')) ?? [];
  if (protocol === 'tcp')
    client.warn('dns-resolver', 'import.instead', { used: `the server ${server ?? ''} over UDP` });
  return entryOf({ resolver: server?.replace(/:53$/u, '') });
}

function oauth2Of(client: Fields): Record<string, Json> {
  const oauth2 = client.fields('oauth2');
  if (!oauth2.has('token-url')) return {};
  const entry = entryOf({
    auth: 'oauth2',
    tokenUrl: oauth2.text('token-url'),
    clientId: oauth2.text('client-id'),
    clientSecret: oauth2.text('client-secret'),
    scope: oauth2.texts('scopes').join(' '),
  });
  oauth2.finish();
  return entry;
}
