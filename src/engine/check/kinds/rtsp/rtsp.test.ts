/** The kind with the RTSP server of GStreamer, and with servers that a test scripts. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  certificates as createCertificates,
  OPENSSL_PACKAGES,
  type Certificates,
} from '../../../../../test/servers/certificates.ts';
import { GST_RTSP_PACKAGES, startGstRtsp, type GstRtspOptions } from '../../../../../test/servers/gst-rtsp.ts';
import { available } from '../../../../../test/servers/process.ts';
import { startRaw } from '../../../../../test/servers/raw.ts';
import { parseEndpoint, parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';

const { skip, reason } = available({ ...GST_RTSP_PACKAGES, ...OPENSSL_PACKAGES });
const SIGNED_IN = { username: 'me', password: 'right' };

describe.skipIf(skip)(`the RTSP server of GStreamer${reason}`, () => {
  let certificates: Certificates;

  beforeAll(async () => {
    certificates = await createCertificates();
  });
  afterAll(() => certificates?.dispose());

  async function start(options: GstRtspOptions = {}) {
    const server = await startGstRtsp(options);
    onTestFinished(() => server.dispose());
    const scheme = options.certificate === undefined ? 'rtsp' : 'rtsps';
    const url = `${scheme}://localhost:${server.port}/stream`;
    return (fields: object = {}) => checkOnce({ kind: 'rtsp', url, ...fields }, { wanted: new Set(['TRACKS']) });
  }

  it('describes the tracks of a stream', async () => {
    const check = await start();
    const outcome = await check();
    expect(outcome.failure).toBeNull();
    expect(outcome.details).toMatchObject({
      status: 200,
      server: 'GStreamer RTSP server',
      title: 'Session streamed with GStreamer',
      tracks: [{ media: 'video', transport: 'RTP/AVP', codec: 'RAW', clockRate: 90_000, control: 'stream=0' }],
    });
    expect(outcome.metrics).toEqual({ tracks: 1 });
    expect(outcome.observed).toMatchObject({ STATUS: 200, TRACKS: [{ codec: 'RAW' }] });
    expect(Object.keys(outcome.phases)).toEqual(['dns', 'connect', 'wait']);
    const { failure, details } = await check({ method: 'OPTIONS' });
    expect([failure, details['methods']]).toEqual([null, expect.stringContaining('DESCRIBE')]);
  });

  it('says that there is no such stream', async () => {
    const check = await start();
    const { failure } = await check({ url: 'rtsp://localhost:1/none' });
    expect(failure?.code).toBe('connect.refused');
    const server = await startGstRtsp();
    onTestFinished(() => server.dispose());
    const missing = { kind: 'rtsp', url: `rtsp://localhost:${server.port}/none` };
    expect((await checkOnce(missing)).failure?.message).toBe(
      'The server answered DESCRIBE with the status 404 (accepted: 200-299).',
    );
    expect((await checkOnce({ ...missing, acceptedStatus: '404' })).failure).toBeNull();
  });

  it.each(['basic', 'digest'] as const)('signs in with %s', async (protection) => {
    const check = await start({ protection });
    const { failure, phases } = await check(SIGNED_IN);
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'connect', 'wait', 'signIn']);
    const refused = await check({ ...SIGNED_IN, password: 'wrong' });
    expect(refused.failure).toMatchObject({ code: 'auth.failed', phase: 'signIn', params: { username: 'me' } });
    expect((await check()).failure).toMatchObject({ code: 'rtsp.status', params: { status: 401 } });
    expect((await check({ acceptedStatus: '401' })).failure).toBeNull();
  });

  it('speaks over TLS, and verifies the certificate', async () => {
    const check = await start({ certificate: certificates.good, protection: 'digest' });
    const { failure, details } = await check({ ...SIGNED_IN, verifyTls: false });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 200, tls: { protocol: expect.stringMatching(/^TLS/u) } });
    expect((await check(SIGNED_IN)).failure?.code).toMatch(/^tls\./u);
  });
});

describe('an RTSP server', () => {
  async function check(answer: string, fields: object = {}) {
    const server = await startRaw((socket) => {
      socket.on('data', () => socket.write(answer));
    });
    onTestFinished(() => server.dispose());
    return checkOnce({ kind: 'rtsp', url: `rtsp://127.0.0.1:${server.port}/`, ...fields });
  }
  const head = (status: string, ...lines: readonly string[]) =>
    `RTSP/1.0 ${status}\r\nCSeq: 1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

  it('fails as auth.unavailable if it offers only ways to sign in that Lookout does not know', async () => {
    const { failure } = await check(
      head('401 Unauthorized', 'WWW-Authenticate: Bearer, Digest algorithm=NEW'),
      SIGNED_IN,
    );
    expect(failure).toMatchObject({ code: 'auth.unavailable', params: { offered: ['bearer', 'digest'] } });
  });

  it('never gets the password in clear if it accepts Digest', async () => {
    const seen: string[] = [];
    const server = await startRaw((socket) => {
      socket.on('data', (chunk) => {
        seen.push(chunk.toString());
        socket.write(
          head('401 Unauthorized', 'WWW-Authenticate: Basic realm="x", Digest realm="x", nonce="n", algorithm=SHA-256'),
        );
      });
    });
    onTestFinished(() => server.dispose());
    const url = `rtsp://127.0.0.1:${server.port}/a?b`;
    const { failure, evidence } = await checkOnce({ kind: 'rtsp', url, ...SIGNED_IN });
    expect(failure?.code).toBe('auth.failed');
    expect(seen).toHaveLength(2);
    expect(seen[1]).toContain(`uri="${url}"`);
    expect(seen[1]).toContain('Authorization: Digest username="me"');
    expect(JSON.stringify(await evidence?.())).not.toContain('response=');
  });

  it('fails if its stream has no tracks, or its answer is no description', async () => {
    expect((await check(`${head('200 OK', 'Content-Length: 5')}v=0\r\n`)).failure?.code).toBe('rtsp.noTracks');
    expect((await check(`${head('200 OK', 'Content-Length: 5')}hello`)).failure?.code).toBe('protocol.error');
    expect((await check(head('200 OK', 'Content-Length: 999999999'))).failure?.code).toBe('protocol.error');
    expect((await check(head('200 OK', 'Content-Length: -1'))).failure?.code).toBe('protocol.error');
  });
});

it('is read from a URL with credentials, which are not in the target', () => {
  const [read] = parseTarget('rtsp://me:se%40cret@camera.example.org/stream1?channel=1');
  expect(read).toMatchObject({
    target: 'rtsp://camera.example.org/stream1?channel=1',
    endpoint: { kind: 'rtsp', username: 'me', password: 'se@cret' },
  });
  expect(parseEndpoint({ kind: 'rtsp', url: 'http://camera.example.org/' })).toMatchObject({
    ok: false,
    issues: [{ code: 'url.invalid', path: 'url' }],
  });
});
