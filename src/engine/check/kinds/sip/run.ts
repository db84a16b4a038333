/** One check of a SIP endpoint: ask for its options (RFC 3261, 11), and read the answer. */
import { randomBytes } from 'node:crypto';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { toFamily } from '../../fields/family.ts';
import { formatHostPort } from '../../fields/host.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { askDatagrams } from '../../net/connect/ask-datagrams.ts';
import { formatAddress } from '../../net/address/format-address.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { SocketReader } from '../../net/connect/socket-reader.ts';
import { readStatusHead, type StatusHead } from '../../net/services/status-head.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { sipFailure } from './failures.ts';
import { SIP_PORTS, type SipFields } from './fields.ts';

const PROTOCOL = 'SIP/2.0';
const MAX_HEAD_BYTES = 65_536;
/** Answers with a lower status are provisional. */
const FINAL = 200;

/** Runs one check. */
export function run(fields: SipFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const callId = randomBytes(12).toString('hex');
    const ask = fields.transport === 'udp' ? askUdp : askStream;
    const { status, headers } = await ask(probe, fields, callId);
    probe.watch.pause();
    const { details, observed } = probe;
    details['status'] = status;
    if (headers['server'] !== undefined) details['server'] = headers['server'];
    if (headers['allow'] !== undefined) details['allow'] = headers['allow'];
    observed['STATUS'] = status;
    observed['HEADER'] = headers;
    // A condition on the status replaces the accepted status.
    const isAccepted = probe.wanted.has('STATUS') || parseAcceptedStatus(fields.acceptedStatus)?.(status) === true;
    return isAccepted ? null : sipFailure('sip.status', { status, accepted: fields.acceptedStatus });
  });
}

function requestOf({ host, port, transport, user }: SipFields, callId: string): Buffer {
  const place = formatHostPort({ host, port: port ?? SIP_PORTS[transport] });
  const uri = `sip:${user === '' ? '' : `${user}@`}${place}`;
  const own = '<sip:lookout@lookout.invalid>';
  const lines = [
    `OPTIONS ${uri} ${PROTOCOL}`,
    // With `rport`, the answer comes back to where the question came from (RFC 3581).
    `Via: ${PROTOCOL}/${transport.toUpperCase()} lookout.invalid;branch=z9hG4bK${callId};rport`,
    'Max-Forwards: 70',
    `From: ${own};tag=${callId.slice(0, 8)}`,
    `To: <${uri}>`,
    `Call-ID: ${callId}@lookout.invalid`,
    'CSeq: 1 OPTIONS',
    `Contact: ${own}`,
    'Accept: application/sdp',
    `User-Agent: ${USER_AGENT}`,
    'Content-Length: 0',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Null: an answer to another question, or one that is not the last. */
function finalOf(head: StatusHead | 'invalid', callId: string): StatusHead | null {
  if (head === 'invalid') throw new FailureError(failureOf('protocol.error', {}, { raw: 'The answer is not SIP' }));
  // `i` is its short form (RFC 3261, 20).
  const isOurs = (head.headers['call-id'] ?? head.headers['i'] ?? '').startsWith(callId);
  return isOurs && head.status >= FINAL ? head : null;
}

async function askUdp(probe: Probe, fields: SipFields, callId: string): Promise<StatusHead> {
  const port = fields.port ?? SIP_PORTS.udp;
  const addresses = await addressesOf(probe, fields.host, toFamily(fields.family));
  const servers = addresses.map(({ address }) => ({ address, port }));
  probe.watch.enter('wait');
  const read = (bytes: Buffer) => finalOf(readStatusHead(bytes, PROTOCOL) ?? 'invalid', callId);
  const { answer, server } = await askDatagrams(servers, requestOf(fields, callId), read, probe.signal);
  probe.details.remoteAddress = formatAddress(server.address, server.port);
  return answer;
}

async function askStream(probe: Probe, fields: SipFields, callId: string): Promise<StatusHead> {
  const { transport } = fields;
  const port = fields.port ?? SIP_PORTS[transport];
  const socket = await openSocket(probe, { ...fields, port, tls: transport === 'tls' ? 'on' : 'off' });
  try {
    probe.watch.enter('wait');
    const reader = new SocketReader(socket, probe.signal, MAX_HEAD_BYTES);
    socket.write(requestOf(fields, callId));
    for (;;) {
      const head = await reader.read((unread) => {
        const read = readStatusHead(unread, PROTOCOL);
        return read === null ? null : { value: read, bytes: read === 'invalid' ? 0 : read.bytes };
      });
      const final = finalOf(head, callId);
      if (final !== null) return final;
    }
  } finally {
    socket.destroy();
  }
}
