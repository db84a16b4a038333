/** The gRPC kind against the server of @grpc/grpc-js, with its health and reflection services. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { OPENSSL_PACKAGES } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { parseFieldPath, valueAtPath } from '../../grpc/field-path.ts';
import {
  PROTO,
  startGrpcServer,
  startSecureGrpcServer,
  type GrpcServer,
  type SecureGrpcServer,
} from '../../grpc/testing/server.ts';

const METHOD = 'shop.v1.Orders/GetOrder';
const wanted = new Set(['BODY', 'STATUS', 'HEADER']);

let server: GrpcServer;
let bare: GrpcServer;

beforeAll(async () => {
  [server, bare] = await Promise.all([startGrpcServer(), startGrpcServer(undefined, { reflection: false })]);
});
afterAll(async () => {
  await server.dispose();
  await bare.dispose();
});

function check(fields: Omit<EndpointInput, 'kind'> = {}, port = server.port) {
  return checkOnce({ kind: 'grpc', host: '127.0.0.1', port, ...fields }, { wanted });
}

describe('the health of a gRPC server', () => {
  it('is asked for the whole server', async () => {
    const { failure, details, observed, phases } = await check();
    expect(failure).toBeNull();
    expect(details).toMatchObject({ status: 'OK', health: 'SERVING' });
    expect(observed).toMatchObject({ STATUS: 0, VALUE: 'SERVING' });
    expect(Object.keys(phases)).toEqual(['connect', 'wait', 'transfer']);
  });

  it('follows the status of a service', async () => {
    expect((await check({ service: 'shop.v1.Orders' })).failure).toBeNull();
    server.health.setStatus('shop.v1.Orders', 'NOT_SERVING');
    const { failure } = await check({ service: 'shop.v1.Orders' });
    server.health.setStatus('shop.v1.Orders', 'SERVING');
    expect(failure).toMatchObject({
      code: 'grpc.notServing',
      message: 'The server reports the health status NOT_SERVING for shop.v1.Orders.',
    });
  });

  it('says that the server does not know the service', async () => {
    const { failure, details } = await check({ service: 'shop.v1.Nothing' });
    expect(failure).toMatchObject({ code: 'grpc.unknownService', message: expect.stringContaining('shop.v1.Nothing') });
    expect(details['status']).toBe('NOT_FOUND');
  });

  it('says that the server has no health protocol', async () => {
    expect((await check({}, bare.port)).failure).toMatchObject({ code: 'grpc.noHealth' });
  });
});

describe('a unary call', () => {
  it.each([
    ['reflection', ''],
    ['a .proto file', PROTO],
  ])('is made by %s', async (_, proto) => {
    const expected = { 'order.id': '42', 'order.status': 'PAID', 'order.totalCents': '9007199254740993' };
    const { failure, observed } = await check({
      method: METHOD,
      proto,
      request: '{"id": "42"}',
      expected: { ...expected, 'order.items[0].name': 'tea', askedAt: '2023-11-14T22:13:20Z' },
    });
    expect(failure).toBeNull();
    const body = observed?.['BODY'];
    expect(typeof body === 'string' && JSON.parse(body)).toMatchObject({
      order: { id: '42', items: [{ name: 'tea' }] },
    });
    expect(observed?.['HEADER']).toMatchObject({ 'x-cost': '7' });
  });

  it('measures reflection apart from the call', async () => {
    expect(Object.keys((await check({ method: METHOD })).phases)).toEqual([
      'connect',
      'reflection',
      'wait',
      'transfer',
    ]);
    expect(Object.keys((await check({ method: METHOD, proto: PROTO })).phases)).toEqual([
      'connect',
      'wait',
      'transfer',
    ]);
  });

  it('names a field that is not as expected, or missing', async () => {
    const fields = { method: METHOD, request: '{"id": "42"}' };
    expect((await check({ ...fields, expected: { 'order.status': 'UNPAID' } })).failure).toMatchObject({
      code: 'grpc.field',
      message: 'The field order.status is PAID (expected: UNPAID).',
    });
    expect((await check({ ...fields, expected: { 'order.price': '1' } })).failure?.message).toBe(
      'The response has no field order.price (expected: 1).',
    );
  });

  it("quotes the server's status and words", async () => {
    const { failure, observed } = await check({ method: METHOD, request: '{"id": "missing"}' });
    expect(failure).toMatchObject({
      code: 'grpc.status',
      message: 'The call ended with the status NOT_FOUND: no order "missing" – sorry',
    });
    expect(observed?.['STATUS']).toBe(5);
  });

  it('sends metadata, and recognizes a refused sign-in', async () => {
    const fields = { method: METHOD, request: '{"id": "secret"}' };
    expect((await check({ ...fields, metadata: { authorization: 'Bearer right' } })).failure).toBeNull();
    expect((await check({ ...fields, metadata: { authorization: 'Bearer wrong' } })).failure).toMatchObject({
      code: 'auth.failed',
      params: { problem: 'who are you?' },
    });
  });

  it.each([
    ['shop.v1.Orders/Nothing', '', 'There is no method shop.v1.Orders/Nothing.'],
    ['shop.v1.Nothing/Get', '', 'There is no method shop.v1.Nothing/Get.'],
    ['shop.v1.Orders/WatchOrder', '', 'shop.v1.Orders/WatchOrder is not a unary method.'],
    [METHOD, 'message {', 'The .proto file cannot be read: '],
    [METHOD, 'syntax = "proto3"; import "other.proto";', 'import "other.proto" is not supported'],
  ])('cannot be made: %s with the file "%s"', async (method, proto, message) => {
    const { failure } = await check({ method, proto });
    expect(failure).toMatchObject({ code: 'grpc.method', message: expect.stringContaining(message) });
  });

  it('needs a .proto file where the server has no reflection', async () => {
    expect((await check({ method: METHOD }, bare.port)).failure).toMatchObject({
      code: 'grpc.method',
      params: { reason: 'noReflection' },
    });
    expect((await check({ method: METHOD, proto: PROTO }, bare.port)).failure).toBeNull();
  });

  it('refuses a request that does not fit the message', async () => {
    const { failure } = await check({ method: METHOD, request: '{"ident": "42"}' });
    expect(failure).toMatchObject({ code: 'grpc.request', message: expect.stringContaining('ident') });
  });

  it('ends at the deadline of the endpoint', async () => {
    const { failure } = await check({ method: METHOD, proto: PROTO, request: '{"id": "silent"}', timeout: '150ms' });
    expect(failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });
});

describe('a server that is not gRPC', () => {
  let web: Server;
  afterAll(() => void web.close());

  it('fails if it speaks only HTTP/1.1', async () => {
    web = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { failure } = await check({}, (web.address() as AddressInfo).port);
    expect(failure?.code).toMatch(/^(?:protocol\.error|connection\.reset)$/u);
  });

  it('fails if it is stopped', async () => {
    const gone = await startGrpcServer();
    await gone.dispose();
    expect((await check({}, gone.port)).failure).toMatchObject({ code: 'connect.refused' });
  });
});

const { skip, reason } = available(OPENSSL_PACKAGES);

describe.skipIf(skip)(`gRPC over TLS${reason}`, () => {
  let secure: SecureGrpcServer;

  beforeAll(async () => {
    secure = await startSecureGrpcServer();
  });
  afterAll(() => secure.dispose());

  it('verifies the certificate', async () => {
    expect((await check({ tls: 'on' }, secure.port)).failure).toMatchObject({ code: 'tls.selfSigned', phase: 'tls' });
    const { failure, details } = await check({ tls: 'on', verifyTls: false }, secure.port);
    expect(failure).toBeNull();
    expect(details.tls).toMatchObject({ alpn: 'h2', authorized: false });
  });

  it('trusts its own authorities, and shows a client certificate', async () => {
    const files = secure.certificates;
    const strict = await startGrpcServer(files.good, { clients: files.authority });
    try {
      const client = {
        clientCertificate: await readFile(files.good.certificate, 'utf8'),
        clientKey: await readFile(files.good.key, 'utf8'),
      };
      const fields = { host: 'localhost', tls: 'on', caCertificates: files.authority };
      const { failure, details } = await check({ ...fields, ...client }, strict.port);
      expect(failure).toBeNull();
      expect(details.tls).toMatchObject({ authorized: true });
      expect((await check(fields, strict.port)).failure).not.toBeNull();
      expect((await check({ ...fields, ...client, caCertificates: '' }, strict.port)).failure?.code).toMatch(/^tls\./u);
      expect((await check({ ...fields, ...client, serverName: 'other.example' }, strict.port)).failure).toMatchObject({
        code: 'tls.wrongHost',
      });
    } finally {
      await strict.dispose();
    }
  });
});

describe('the fields of a gRPC endpoint', () => {
  it.each([
    [{ metadata: { 'grpc-x': '1' } }, 'grpc-x, must be a name'],
    [{ metadata: { Upper: '1' } }, 'Upper, must be a name'],
    [{ metadata: { 'trace-bin': '***' } }, 'trace-bin, must be at most 8,000 printable'],
    [{ method: 'GetOrder' }, 'Method must be a service and a method'],
    [{ request: '[]' }, 'Request must be a JSON object'],
    [{ expected: { 'a..b': '1' } }, 'Expected fields must be at most 100 pairs of a path'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'grpc', host: 'a.example', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['grpc://a.example:50051', 'grpcs://[::1]:443/shop.v1.Orders', `grpc://a.example:50051/${METHOD}`])(
    'are read from %s',
    async (url) => {
      const { grpc } = await import('./descriptor.ts');
      const parsed = parseEndpoint(grpc.parse(url));
      expect(parsed.ok && parsed.target).toBe(url);
    },
  );
});

describe('a path of a field', () => {
  it.each(['', '.', 'a.', '.a', 'a[x]', 'a[', 'a b'])('is refused: "%s"', (path) => {
    expect(parseFieldPath(path)).toBeNull();
  });

  it('leads through objects and lists, and nowhere else', () => {
    const value = { a: [{ b: null }], text: 'x' };
    expect(valueAtPath(value, parseFieldPath('a[0].b') ?? [])).toBeNull();
    expect(valueAtPath(value, parseFieldPath('a[1].b') ?? [])).toBeUndefined();
    expect(valueAtPath(value, parseFieldPath('text.length') ?? [])).toBeUndefined();
    expect(valueAtPath(value, parseFieldPath('constructor') ?? [])).toBeUndefined();
  });
});
