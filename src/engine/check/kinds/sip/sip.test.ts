import { createSocket, type Socket as Datagrams } from 'node:dgram';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type RawServer } from '../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { createSelfSigned } from '../../net/tls/self-signed.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { answerSip } from './testing/answer.ts';

let datagrams: Datagrams | undefined;
let server: RawServer | undefined;

async function stop(): Promise<void> {
  datagrams?.close();
  await server?.dispose();
  [datagrams, server] = [undefined, undefined];
}

afterEach(stop);

async function checkUdp(answers: (request: Buffer) => readonly Buffer[], fields: Omit<EndpointInput, 'kind'> = {}) {
  await stop();
  const socket = createSocket('udp4');
  datagrams = socket;
  socket.on('message', (request, from) => {
    for (const answer of answers(request)) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return checkOnce({ kind: 'sip', host: '127.0.0.1', port: socket.address().port, ...fields });
}

async function checkTcp(onConnection: (socket: Socket) => void, fields: Omit<EndpointInput, 'kind'>) {
  await stop();
  server = await startRaw(onConnection);
  const outcome = await checkOnce({ kind: 'sip', host: '127.0.0.1', port: server.port, ...fields });
  await server.untilAllClosed();
  return outcome;
}

describe('sip', () => {
  it('asks for the options over UDP, and waits for the last answer', async () => {
    let asked = '';
    const { failure, details, observed, phases } = await checkUdp(
      (request) => {
        asked = request.toString();
        const extra = 'Server: Exchange 1\r\nAllow: INVITE, OPTIONS\r\n';
        return [answerSip(request, '100 Trying'), answerSip(request, '200 OK', extra)];
      },
      { user: 'echo' },
    );
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['wait']);
    expect(details).toMatchObject({ status: 200, server: 'Exchange 1', allow: 'INVITE, OPTIONS' });
    expect(observed).toMatchObject({ STATUS: 200, HEADER: { server: 'Exchange 1' } });
    const lines = asked.split('\r\n');
    expect(lines[0]).toMatch(/^OPTIONS sip:echo@127\.0\.0\.1:\d+ SIP\/2\.0$/u);
    for (const name of ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Content-Length']) {
      expect(lines.filter((line) => line.startsWith(`${name}: `))).toHaveLength(1);
    }
  });

  it('judges the status', async () => {
    const unavailable = (request: Buffer) => [answerSip(request, '503 Service Unavailable')];
    expect((await checkUdp(unavailable)).failure?.message).toBe(
      'The server answered OPTIONS with the status 503 (accepted: 200-299).',
    );
    expect((await checkUdp(unavailable, { acceptedStatus: '503' })).failure).toBeNull();
  });

  it('ignores answers to other questions, and refuses what is no SIP', async () => {
    const other = (request: Buffer) => [
      Buffer.from(
        answerSip(request)
          .toString()
          .replace(/Call-ID: ./u, 'Call-ID: x'),
      ),
    ];
    expect((await checkUdp(other, { timeout: '100ms' })).failure).toMatchObject({ code: 'timeout', phase: 'wait' });
    expect((await checkUdp(() => [Buffer.from('hello')])).failure).toMatchObject({ code: 'protocol.error' });
  });

  it('asks over TCP and over TLS', async () => {
    const tcp = await checkTcp(
      (socket) =>
        socket.once('data', (request: Buffer) => {
          socket.write(answerSip(request, '180 Ringing'));
          socket.write(answerSip(request));
        }),
      { transport: 'tcp' },
    );
    expect([tcp.failure, Object.keys(tcp.phases)]).toEqual([null, ['connect', 'wait']]);
    const now = Date.now();
    const certificate = createSelfSigned({ name: 'localhost', validFrom: now - 60_000, validTo: now + 600_000 });
    const secure = (socket: Socket) => {
      const secured = new TLSSocket(socket, { isServer: true, ...certificate });
      secured.on('error', () => undefined).once('data', (request: Buffer) => secured.write(answerSip(request)));
    };
    const tls = await checkTcp(secure, { transport: 'tls', verifyTls: false });
    expect([tls.failure, Object.keys(tls.phases)]).toEqual([null, ['connect', 'tls', 'wait']]);
  });

  it.each([
    ['closes', (socket: Socket) => socket.end(), 'connection.reset'],
    ['speaks HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'protocol.error'],
  ])('fails for a server that %s', async (_, serve, code) => {
    expect((await checkTcp((socket) => void serve(socket), { transport: 'tcp' })).failure).toMatchObject({ code });
  });
});

describe('the endpoint', () => {
  it.each([
    ['sip:sip.example.org', 'sip:sip.example.org:5060'],
    ['sip://echo@sip.example.org:5070;transport=tcp', 'sip:echo@sip.example.org:5070;transport=tcp'],
    ['sips:sip.example.org', 'sips:sip.example.org:5061'],
    ['sip:[2001:db8::1]', 'sip:[2001:db8::1]:5060'],
  ])('is read from %s', (text, target) => {
    expect(parseTarget(text)).toMatchObject([{ endpoint: { kind: 'sip' }, target }]);
  });

  it.each([
    [{ user: 'a b' }, 'user sip.user'],
    [{ user: 'a\r\nX: y' }, 'user sip.user'],
    [{ acceptedStatus: 'ok' }, 'acceptedStatus sip.acceptedStatus'],
    [{ transport: 'sctp' }, 'transport oneOf'],
  ])('refuses %j', (fields, issue) => {
    const parsed = parseEndpoint({ kind: 'sip', host: 'a', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(({ code, path }) => `${path} ${code}`)).toEqual([issue]);
  });
});
