/** DNS endpoints as URLs (RFC 4501), with a scheme of our own for each transport but UDP. */
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { formatHostPort } from '../../fields/host.ts';
import { DEFAULT_PATH, TRANSPORT_PORTS, type DnsFields, type Transport } from './fields.ts';

const SCHEMES = { udp: 'dns', tcp: 'dns+tcp', tls: 'dns+tls', https: 'dns+https' } as const satisfies Record<
  Transport,
  string
>;
const TRANSPORTS: ReadonlyMap<string, Transport> = new Map<string, Transport>([
  ['dns', 'udp'],
  ['dns+udp', 'udp'],
  ['dns+tcp', 'tcp'],
  ['dns+tls', 'tls'],
  ['dot', 'tls'],
  ['dns+https', 'https'],
  ['doh', 'https'],
]);

/** `dns://192.0.2.53/example.org?type=MX`, or `dns:example.org?type=MX` for the server of this machine. */
export function formatTarget({ domain, type, server, port, transport, path }: DnsFields): string {
  const usual = TRANSPORT_PORTS[transport];
  const bare = server.includes(':') ? `[${server}]` : server;
  const place = port === null || port === usual ? bare : formatHostPort({ host: server, port });
  const authority = server === '' ? '' : `//${place}/`;
  const at = transport === 'https' && path !== DEFAULT_PATH ? `&path=${encodeURIComponent(path)}` : '';
  return `${SCHEMES[transport]}:${authority}${encodeURIComponent(domain)}?type=${type}${at}`;
}

const TARGET =
  /^(?<scheme>dns(?:\+[a-z]+)?|dot|doh):(?:\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]*)(?::(?<port>\d{1,9}))?\/)?(?<name>[^\s/?#]+)(?:\?(?<query>[^\s#]*))?$/iu;

/** Reads such a URL; null: it is not one. The type is `A` if it is missing. */
export function parseTarget(text: string): EndpointInput | null {
  const { scheme = '', host = '', port, name = '', query = '' } = TARGET.exec(text)?.groups ?? {};
  const transport = TRANSPORTS.get(scheme.toLowerCase());
  if (transport === undefined) return null;
  // RFC 4501 separates with semicolons.
  const params = new URLSearchParams(query.replaceAll(';', '&'));
  const [type, path] = [params.get('type'), params.get('path')];
  return {
    kind: 'dns',
    domain: decode(name),
    ...(type === null ? {} : { type: type.toUpperCase() }),
    ...(host === '' ? {} : { server: host }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(transport === 'udp' ? {} : { transport }),
    ...(path === null ? {} : { path }),
  };
}

/** A text that is not a valid encoding stays unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
