import { isIPv6 } from 'node:net';
import type { EndpointInput } from '../../../../contract/model.ts';
import type { CheckKind } from '../../kind.ts';
import { tcpForm, tcpSchema, type TcpFields } from './fields.ts';
import { runTcp } from './run.ts';

/** A TCP port (RFC 9293): that it accepts connections and, when wanted, what it says. */
export const tcp: CheckKind<TcpFields> = {
  kind: 'tcp',
  title: 'TCP',
  description: 'Connects to a port; may send a text and wait for another.',
  schema: tcpSchema,
  form: tcpForm,
  target: ({ host, port }) => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`),
  host: ({ host }) => host.toLowerCase(),
  parse: parseTcpTarget,
  run: runTcp,
};

/** `host:port`, `[IPv6 address]:port`, either with `tcp://` before it. */
function parseTcpTarget(text: string): EndpointInput | null {
  const match = /^(?:tcp:\/\/)?(?<host>\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+):(?<port>\d{1,9})\/?$/iu.exec(text)?.groups;
  const { host, port } = match ?? {};
  if (host === undefined || port === undefined) return null;
  return { kind: 'tcp', host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
}
