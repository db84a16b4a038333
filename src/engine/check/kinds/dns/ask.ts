/** Asks a DNS server over each of the transports. */
import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { formatHostPort } from '../../fields/host.ts';
import { connectionSchemas } from '../../http/connection-fields.ts';
import { send } from '../../http/send.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { askDatagrams } from '../../net/connect/ask-datagrams.ts';
import { createDnsConfig, type DnsServer } from '../../net/dns/config.ts';
import { MessageError } from '../../net/dns/wire.ts';
import { formatAddress } from '../../net/address/format-address.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { SocketReader } from '../../net/connect/socket-reader.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { dnsFailure } from './failures.ts';
import { TRANSPORT_PORTS, type DnsFields } from './fields.ts';
import { decodeMessage, encodeQuestion, type DnsMessage, type DnsQuestion } from './message.ts';

const MAX_MESSAGE_BYTES = 65_535;
const LENGTH_BYTES = 2;
const MAX_ID = 65_536;
const MEDIA_TYPE = 'application/dns-message';
/** The defaults of an HTTP endpoint, without a proxy. */
const HTTP_DEFAULTS = z.object(connectionSchemas()).parse({});

/** The DNS servers of this machine. */
const ownConfig = createDnsConfig();

/**
 * Asks, and reads the answer (phases `dns`, `connect`, `tls`, `wait` and `transfer`, as far as the transport has them).
 * @throws FailureError, or the signal's reason
 */
export async function ask(probe: Probe, fields: DnsFields, question: DnsQuestion): Promise<DnsMessage> {
  const { transport } = fields;
  if (transport === 'https') return askHttps(probe, fields, question);
  const port = fields.port ?? TRANSPORT_PORTS[transport];
  if (transport !== 'udp') {
    const host = fields.server === '' ? ((await ownServers())[0]?.address ?? '127.0.0.1') : fields.server;
    return askStream(probe, { host, port }, fields, question);
  }
  const servers = fields.server === '' ? await ownServers() : await serversOf(probe, fields.server, port);
  const id = randomInt(MAX_ID);
  probe.watch.enter('wait');
  const read = (bytes: Buffer) => {
    const message = decode(bytes);
    return isAnswer(message, id, question) ? message : null;
  };
  const { answer, server } = await askDatagrams(servers, encodeQuestion(id, question), read, probe.signal);
  probe.details.remoteAddress = formatAddress(server.address, server.port);
  if (!answer.truncated) return answer;
  return askStream(probe, { host: server.address, port: server.port }, { ...fields, transport: 'tcp' }, question);
}

async function ownServers(): Promise<readonly DnsServer[]> {
  return (await ownConfig.read()).servers;
}

async function serversOf(probe: Probe, host: string, port: number): Promise<readonly DnsServer[]> {
  return (await addressesOf(probe, host, 0)).map(({ address }) => ({ address, port }));
}

/** Over a connection, each message follows its length (RFC 7766, 8; RFC 7858, 3.3). */
async function askStream(
  probe: Probe,
  { host, port }: { readonly host: string; readonly port: number },
  { transport, verifyTls, trustedCertificates }: DnsFields,
  question: DnsQuestion,
): Promise<DnsMessage> {
  const tls = transport === 'tls' ? 'on' : 'off';
  const target = { host, port, family: 'any', tls, verifyTls, trustedCertificates } as const;
  const socket = await openSocket(probe, target, ['dot']);
  try {
    probe.watch.enter('wait');
    const reader = new SocketReader(socket, probe.signal, LENGTH_BYTES + MAX_MESSAGE_BYTES);
    const id = randomInt(MAX_ID);
    const query = encodeQuestion(id, question);
    socket.write(Buffer.concat([Buffer.of(query.length >> 8, query.length & 0xff), query]));
    const length = (await reader.bytes(LENGTH_BYTES)).readUInt16BE(0);
    return toAnswer(await reader.bytes(length), id, question);
  } finally {
    probe.watch.pause();
    socket.destroy();
  }
}

/** RFC 8484. The id is 0, so that caches can answer. */
async function askHttps(probe: Probe, fields: DnsFields, question: DnsQuestion): Promise<DnsMessage> {
  const { server, path, verifyTls, trustedCertificates } = fields;
  const port = fields.port ?? TRANSPORT_PORTS.https;
  const url = new URL(path, `https://${formatHostPort({ host: server, port })}`);
  const body = encodeQuestion(0, question);
  const given = { Host: url.host, 'User-Agent': USER_AGENT, Accept: MEDIA_TYPE, 'Content-Type': MEDIA_TYPE };
  const headers = [...Object.entries(given), ['Content-Length', String(body.length)]].flat();
  const answer = await send(
    probe,
    { url, method: 'POST', headers, body },
    {
      ...HTTP_DEFAULTS,
      verifyTls,
      trustedCertificates,
      keepAlive: false,
      whole: true,
      maxBytes: MAX_MESSAGE_BYTES,
    },
  ).catch((error: unknown) => {
    throw withoutHttpText(error);
  });
  if (answer.status !== 200) throw new FailureError(dnsFailure('dns.httpStatus', { status: answer.status }));
  return toAnswer(answer.body.kept, 0, question);
}

/** Errors about the rules of HTTP have texts that only kinds over HTTP have. */
function withoutHttpText(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'protocol.error') return error;
  const { phase, params, raw = `HTTP: ${JSON.stringify(params)}` } = error.failure;
  return new FailureError(failureOf('protocol.error', {}, { raw, ...(phase === undefined ? {} : { phase }) }));
}

function toAnswer(bytes: Buffer, id: number, question: DnsQuestion): DnsMessage {
  const message = decode(bytes);
  if (isAnswer(message, id, question)) return message;
  throw new FailureError(failureOf('protocol.error', {}, { raw: 'An answer to another question' }));
}

/** @throws FailureError `protocol.error` for bytes that are not a DNS message */
function decode(bytes: Buffer): DnsMessage {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    throw new FailureError(failureOf('protocol.error', {}, { raw: error.message }), { cause: error });
  }
}

/** Some servers leave the question out of an error. */
function isAnswer({ id, question, rcode }: DnsMessage, asked: number, { name, type }: DnsQuestion): boolean {
  if (id !== asked) return false;
  if (question === null) return rcode !== 'NOERROR';
  return question.type === type && question.name === name.toLowerCase();
}

/** The name under which the name of an address is found (RFC 1035, 3.5; RFC 3596, 2.5); another name is unchanged. */
export function reverseName(name: string): string {
  const version = isIP(name);
  if (version === 4) return `${name.split('.').toReversed().join('.')}.in-addr.arpa`;
  if (version !== 6) return name;
  const [head = '', tail = ''] = new URL(`http://[${name}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0')));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0000');
  return `${[...before, ...zeros, ...after].join('').split('').toReversed().join('.')}.ip6.arpa`;
}
