/** One check of an RTSP endpoint: connect, ask (RFC 2326), sign in where the server wants it, read the description. */
import type { Socket } from 'node:net';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { cut } from '../../../base/cut.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { basicAuthorization } from '../../fields/credentials.ts';
import { hostOf } from '../../fields/host.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import { digestAuthorization, parseChallenges } from '../../http/digest.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, toVisible, type Probe } from '../../net/probe/probe.ts';
import { SocketReader } from '../../net/connect/socket-reader.ts';
import { readStatusHead, type StatusHead } from '../../net/services/status-head.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { rtspFailure } from './failures.ts';
import type { RtspFields } from './fields.ts';
import { parseSdp } from './sdp.ts';

const PROTOCOL = 'RTSP/1.0';
/** The largest answer: descriptions of streams have one or two KB. */
const MAX_BYTES = 262_144;
const UNAUTHORIZED = 401;
const PORTS = { off: 554, on: 322 } as const;

type Fields = RtspFields & Pick<CommonConfig, 'timeout'>;

interface Answer extends StatusHead {
  readonly body: string;
}

/** Runs one check. */
export function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const url = new URL(fields.url);
    const tls = url.protocol === 'rtsps:' ? 'on' : 'off';
    const port = url.port === '' ? PORTS[tls] : Number(url.port);
    const socket = await openSocket(probe, { ...fields, host: hostOf(url), port, tls });
    try {
      const answer = await askSignedIn(probe, socket, fields);
      probe.watch.pause();
      return judge(probe, fields, answer);
    } finally {
      socket.destroy();
    }
  });
}

/** Asks, and asks again with the credentials when the server wants some and the endpoint has them. */
async function askSignedIn(probe: Probe, socket: Socket, fields: Fields): Promise<Answer> {
  const reader = new SocketReader(socket, probe.signal, MAX_BYTES);
  probe.watch.enter('wait');
  const first = await ask(probe, reader, socket, fields, 1, null);
  if (first.status !== UNAUTHORIZED || fields.username === '') return first;
  probe.watch.enter('signIn');
  const second = await ask(probe, reader, socket, fields, 2, authorizationFor(first, fields));
  if (second.status !== UNAUTHORIZED) return second;
  throw new FailureError(failureOf('auth.failed', { username: fields.username, problem: '' }));
}

/** @throws FailureError `auth.unavailable` when the server offers neither Digest nor Basic */
function authorizationFor({ headers }: Answer, fields: Fields): string {
  const header = headers['www-authenticate'] ?? '';
  const digest = digestAuthorization(header, { method: fields.method, uri: fields.url, body: null }, fields);
  if (digest !== null) return digest;
  const offered = parseChallenges(header).map(({ scheme }) => scheme);
  const basic = offered.includes('basic') ? basicAuthorization(fields) : null;
  if (basic !== null) return basic;
  const list = offered.length === 0 ? null : offered.map((one) => cut(one, 50)).slice(0, 10);
  throw new FailureError(rtspFailure('auth.unavailable', { offered: list }));
}

async function ask(
  { evidence }: Probe,
  reader: SocketReader,
  socket: Socket,
  { url, method }: Fields,
  sequence: number,
  authorization: string | null,
): Promise<Answer> {
  const lines = (secret: string | null) => [
    `${method} ${url} ${PROTOCOL}`,
    `CSeq: ${sequence}`,
    `User-Agent: ${USER_AGENT}`,
    ...(method === 'DESCRIBE' ? ['Accept: application/sdp'] : []),
    ...(secret === null ? [] : [`Authorization: ${secret}`]),
  ];
  evidence.note('request', () => lines(authorization === null ? null : '•••').join('\n'));
  socket.write(`${lines(authorization).join('\r\n')}\r\n\r\n`);
  const head = await reader.read((unread) => {
    const read = readStatusHead(unread, PROTOCOL);
    return read === null ? null : { value: read, bytes: read === 'invalid' ? 0 : read.bytes };
  });
  if (head === 'invalid') throw new FailureError(failureOf('protocol.error', {}, { raw: 'The answer is not RTSP' }));
  const length = Number(head.headers['content-length'] ?? 0);
  if (!Number.isSafeInteger(length) || length < 0 || length > MAX_BYTES) {
    const raw = `Content-Length: ${cut(toSnippet(head.headers['content-length'] ?? ''), 50)}`;
    throw new FailureError(failureOf('protocol.error', {}, { raw }));
  }
  const body = (await reader.bytes(length)).toString('utf8');
  evidence.note('answer', () => toVisible([`${PROTOCOL} ${head.status}`, ...headerLines(head.headers)].join('\n')));
  evidence.note('body', () => toVisible(body));
  return { ...head, body };
}

function headerLines(headers: StatusHead['headers']): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

/** What is wrong with the answer; null: nothing. */
function judge(probe: Probe, { method, acceptedStatus }: Fields, { status, headers, body }: Answer): Failure | null {
  const { details, observed, metrics, wanted } = probe;
  details['status'] = status;
  if (headers['server'] !== undefined) details['server'] = toSnippet(headers['server']);
  if (headers['public'] !== undefined) details['methods'] = toSnippet(headers['public']);
  observed['STATUS'] = status;
  observed['HEADER'] = headers;
  // A condition on the status replaces the accepted status.
  const isAccepted = wanted.has('STATUS') || parseAcceptedStatus(acceptedStatus)?.(status) === true;
  if (!isAccepted) return rtspFailure('rtsp.status', { method, status, accepted: acceptedStatus });
  if (method !== 'DESCRIBE' || status < 200 || status > 299) return null;
  const description = parseSdp(body);
  if (description === null) {
    return failureOf('protocol.error', {}, { raw: toSnippet(cut(body, 200)) });
  }
  const { title, tracks } = description;
  if (title !== '') details['title'] = toSnippet(title);
  details['tracks'] = tracks;
  metrics['tracks'] = tracks.length;
  observed['BODY'] = body;
  observed['TRACKS'] = tracks.map((track): Json => ({ ...track }));
  return tracks.length === 0 ? rtspFailure('rtsp.noTracks', {}) : null;
}
