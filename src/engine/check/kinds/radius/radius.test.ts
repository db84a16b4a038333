/** The RADIUS kind against Debian's FreeRADIUS. */
import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FREERADIUS_PACKAGES,
  RADIUS_REFUSAL,
  RADIUS_SECRET,
  RADIUS_USER,
  startFreeradius,
  type Freeradius,
} from '../../../../../test/servers/freeradius.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { radius } from './descriptor.ts';
import { CODES, hidePassword, makeRequest, readAnswer } from './packet.ts';
import { makeAnswer } from './testing/make-answer.ts';

const { skip, reason } = available(FREERADIUS_PACKAGES);

describe.skipIf(skip)(`against FreeRADIUS${reason}`, () => {
  let server: Freeradius;

  beforeAll(async () => {
    server = await startFreeradius();
  });
  afterAll(() => server?.dispose());

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    const given = { secret: RADIUS_SECRET, ...RADIUS_USER, ...fields };
    return checkOnce({ kind: 'radius', host: '127.0.0.1', port: server.port, ...given });
  }

  it.each(['pap', 'chap'])('signs in with %s', async (method) => {
    const { failure, details, observed, phases } = await check({ method });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ answer: 'Access-Accept', message: 'Hello' });
    expect(observed).toEqual({ STATUS: 'Access-Accept', VALUE: 'Hello' });
    expect(Object.keys(phases)).toEqual(['dns', 'wait']);
  });

  it('asks without a user', async () => {
    // Debian's version cannot sign this answer.
    const fields = { method: 'status', username: '', password: '', requireSignature: false };
    const { failure, details } = await check(fields);
    expect(failure).toBeNull();
    expect(details['answer']).toBe('Access-Accept');
  });

  it.each(['pap', 'chap'])('is refused with another password by %s', async (method) => {
    const outcome = await check({ method, password: 'other-password' });
    expect(outcome.failure).toMatchObject({ code: 'auth.failed', params: { username: 'alice' } });
    expect(JSON.stringify(outcome)).not.toContain('other-password');
  });

  it('may expect a refusal', async () => {
    const { failure, details } = await check({ username: 'nobody', answer: 'reject' });
    expect(failure).toBeNull();
    expect(details).toMatchObject({ answer: 'Access-Reject', message: RADIUS_REFUSAL });
    expect((await check({ answer: 'reject' })).failure).toMatchObject({
      code: 'radius.answer',
      message: 'The server answers with Access-Accept, not with Access-Reject: Hello',
    });
  });

  it('gets no answer with another secret', async () => {
    const { failure } = await check({ secret: 'other-secret', timeout: '300ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });
});

describe('an answer', () => {
  let socket: Socket;
  let answer: (request: Buffer) => Buffer;
  let received = 0;

  beforeAll(async () => {
    socket = createSocket('udp4');
    socket.on('message', (request, from) => {
      received += 1;
      socket.send(answer(request), from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  });
  afterAll(() => void socket.close());

  function check(fields: Omit<EndpointInput, 'kind'> = {}) {
    const given = { secret: 's', method: 'status', ...fields };
    return checkOnce({ kind: 'radius', host: '127.0.0.1', port: socket.address().port, ...given });
  }

  it('without a Message-Authenticator may be forged', async () => {
    answer = (request) => makeAnswer(request, { code: CODES['Access-Accept'], secret: 's', isSigned: false });
    expect((await check()).failure).toMatchObject({ code: 'radius.signature', params: { reason: 'unsigned' } });
    expect((await check({ requireSignature: false })).failure).toBeNull();
  });

  it('made with another secret is refused', async () => {
    answer = (request) => makeAnswer(request, { code: CODES['Access-Accept'], secret: 'other' });
    expect((await check()).failure?.message).toBe('The answer was not made with the shared secret.');
  });

  it('may ask for more', async () => {
    answer = (request) => makeAnswer(request, { code: CODES['Access-Challenge'], secret: 's', message: 'Token?' });
    expect((await check()).failure?.message).toBe(
      'The server answers with Access-Challenge, not with Access-Accept: Token?',
    );
    expect((await check({ answer: 'any' })).failure).toBeNull();
  });

  it('is asked for again when a datagram is lost', async () => {
    const before = received;
    answer = (request) =>
      received === before + 1 ? Buffer.alloc(0) : makeAnswer(request, { code: CODES['Access-Accept'], secret: 's' });
    // An empty datagram is an answer too, but not of RADIUS.
    expect((await check()).failure).toMatchObject({ code: 'protocol.error' });
    expect((await check()).failure).toBeNull();
  });

  it('needs a secret', async () => {
    expect((await check({ secret: '' })).failure).toMatchObject({ code: 'radius.noSecret' });
  });
});

describe('a packet', () => {
  const options = {
    method: 'pap',
    secret: 's',
    username: 'u',
    password: 'p',
    nasIdentifier: '',
    calledStationId: '',
    callingStationId: '',
  } as const;
  const trust = { secret: 's', requireSignature: true };

  it('hides the password as RFC 2865, 7.1 shows', () => {
    const authenticator = Buffer.from('0f403f9473978057bd83d5cb98f4227a', 'hex');
    const hidden = hidePassword(Buffer.from('arctangent'), Buffer.from('xyzzy5461'), authenticator);
    expect(hidden.toString('hex')).toBe('0dbe708d93d413ce3196e43f782a0aee');
  });

  it('is read only with right lengths and the ID of the request', () => {
    const request = makeRequest(options);
    const right = makeAnswer(request.bytes, { code: CODES['Access-Accept'], secret: 's' });
    expect(readAnswer(right, request, trust)).toEqual({ problem: null, code: 'Access-Accept', message: '' });
    expect(readAnswer(Buffer.concat([right, Buffer.alloc(5)]), request, trust).problem).toBeNull();
    for (let length = 0; length < right.length; length++) {
      expect(readAnswer(right.subarray(0, length), request, trust).problem).toBe('format');
    }
    const other = Buffer.from(right);
    other[1] = (request.id + 1) % 256;
    expect(readAnswer(other, request, trust).problem).toBe('format');
  });

  it('is refused when any of its bytes was changed', () => {
    const request = makeRequest(options);
    const right = makeAnswer(request.bytes, { code: CODES['Access-Reject'], secret: 's', message: 'no' });
    for (let index = 0; index < right.length; index++) {
      const changed = Buffer.from(right);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(readAnswer(changed, request, trust).problem).not.toBeNull();
    }
  });
});

describe('the fields of RADIUS', () => {
  it.each([
    [{ username: '' }, 'Username must be given'],
    [{ username: 'u', password: 'ü'.repeat(65) }, 'Password must be text with at most 128 bytes'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'radius', host: 'a.example', secret: 's', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it('are read from a URL', () => {
    expect(radius.parse('radius://me:pw@a.example?secret=s%26s')).toEqual({
      kind: 'radius',
      host: 'a.example',
      port: 1812,
      username: 'me',
      password: 'pw',
      secret: 's&s',
    });
  });
});
