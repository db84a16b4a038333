/** gRPC calls in journeys, against the server of @grpc/grpc-js. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPENSSL_PACKAGES } from '../../../../../test/servers/certificates.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import {
  PROTO,
  startGrpcServer,
  startSecureGrpcServer,
  type GrpcServer,
  type SecureGrpcServer,
} from '../../grpc/testing/server.ts';

let server: GrpcServer;
let bare: GrpcServer;

beforeAll(async () => {
  [server, bare] = await Promise.all([startGrpcServer(), startGrpcServer(undefined, { reflection: false })]);
});
afterAll(async () => {
  await server.dispose();
  await bare.dispose();
});

/** `HOST` stands for the server. */
async function run(steps: string, fields: Omit<EndpointInput, 'kind'> = {}, port = server.port) {
  const outcome = await checkOnce({
    kind: 'steps',
    steps: steps.replaceAll('HOST', `grpc://127.0.0.1:${port}`),
    ...fields,
  });
  return { ...outcome, results: outcome.details['steps'] as readonly StepResult[] };
}

const GET = 'GRPC HOST/shop.v1.Orders/GetOrder';

describe('a gRPC call in a journey', () => {
  it.each([
    ['reflection', ''],
    ['a .proto file', `proto\n${PROTO}\nend`],
  ])('is made by %s, and gives values to later steps', async (_, proto) => {
    const { failure, results, observed } = await run(
      `step Order
       ${GET}
       json {"id": "{{id}}"}
       ${proto}
       extract paid = [BODY].order.status
       extract item = [BODY].order.items[0].name
       extract cost = [HEADER].x-cost
       extract year = [BODY].askedAt /^(\\d+)-/
       expect [BODY].order.id == "{{id}}"
       expect [BODY].order.totalCents == 9007199254740993
       expect [STATUS] == 0
       step Again
       ${GET}
       ${proto}
       json {"id": "{{paid}}-{{item}}-{{cost}}-{{year}}"}
       expect [BODY].order.id == "PAID-tea-7-2023"`,
      { values: { id: '4"2' } },
    );
    expect(failure).toBeNull();
    expect(results.map(({ name, outcome, status }) => [name, outcome, status])).toEqual([
      ['Order', 'passed', 0],
      ['Again', 'passed', 0],
    ]);
    expect(Object.keys(results[0]?.phases ?? {}).includes('reflection')).toBe(proto === '');
    expect(observed?.['VALUE']).toMatchObject({ paid: 'PAID', item: 'tea', cost: '7', year: '2023' });
    expect(observed?.['STATUS']).toBe(0);
  });

  it('sends metadata, also with secrets, and shows none', async () => {
    const values = { token: 'right' };
    const secret = `${GET}\njson {"id": "secret"}\nheader authorization: Bearer {{token}}`;
    expect((await run(secret, { values })).failure).toBeNull();
    const { failure } = await run(secret, { values: { token: 'wrong' } });
    expect(failure?.message).toMatch(/^Step 1, GRPC GetOrder: .*who are you\?/u);
  });

  it('names the call that failed, unless its status is expected', async () => {
    const missing = `${GET}\njson {"id": "missing"}`;
    expect((await run(missing)).failure?.message).toBe(
      'Step 1, GRPC GetOrder: The call ended with the status NOT_FOUND: no order "missing" – sorry',
    );
    expect((await run(`${missing}\nexpect [STATUS] == 5`)).failure).toBeNull();
    const { failure, results } = await run(`${missing}\nallow failure\n${GET}`);
    expect(failure).toBeNull();
    expect(results.map(({ outcome }) => outcome)).toEqual(['allowed', 'passed']);
  });

  it.each([
    [`${GET}\nexpect [BODY].order.status == UNPAID`, /^Step 1, GRPC GetOrder: .*PAID\) == UNPAID/u],
    [`${GET}\nextract id = [BODY].order.number`, /id was not found: the response has no \[BODY\]\.order\.number\.$/u],
    ['GRPC HOST/shop.v1.Orders/Nothing', /There is no method shop\.v1\.Orders\/Nothing/u],
    ['GRPC HOST/shop.v1.Orders/WatchOrder', /is not a unary method/u],
    [`${GET}\njson {"ident": 1}`, /does not fit the message .*ident/u],
  ])('fails: %s', async (steps, message) => {
    expect((await run(steps)).failure?.message).toMatch(message);
  });

  it('needs a .proto file where the server has no reflection', async () => {
    expect((await run(GET, {}, bare.port)).failure?.message).toMatch(/does not offer reflection/u);
  });

  it('ends at the deadline of the endpoint', async () => {
    const silent = `${GET}\nproto\n${PROTO}\nend\njson {"id": "silent"}`;
    expect((await run(silent, { timeout: '200ms' })).failure).toMatchObject({ code: 'timeout', phase: 'wait' });
  });

  it('sends nothing to an origin that only a server has named', async () => {
    const { failure } = await run(
      `${GET}\nextract next = [BODY].order.items[0].name\nGRPC grpc://{{next}}:1/shop.v1.Orders/GetOrder`,
    );
    expect(failure?.message).toMatch(/^Step 2, .*leads to another origin/u);
  });

  it('reports what is not gRPC', async () => {
    const { failure } = await run(GET, {}, 9);
    expect(failure?.message).toMatch(/^Step 1, GRPC GetOrder: .*refused/u);
  });
});

const { skip, reason } = available(OPENSSL_PACKAGES);

describe.skipIf(skip)(`over TLS${reason}`, () => {
  let secure: SecureGrpcServer;

  beforeAll(async () => {
    secure = await startSecureGrpcServer();
  });
  afterAll(() => secure.dispose());

  it('verifies the certificate', async () => {
    const steps = `GRPC grpcs://127.0.0.1:${secure.port}/shop.v1.Orders/GetOrder`;
    expect((await run(steps)).failure?.message).toMatch(/^Step 1, GRPC GetOrder: .*self-signed/u);
    const { failure, results } = await run(steps, { verifyTls: false });
    expect(failure).toBeNull();
    expect(Object.keys(results[0]?.phases ?? {})).toContain('tls');
  });
});

describe('what is refused at the field', () => {
  beforeAll(loadLibraries);
  const get = 'GRPC grpc://a.example/shop.v1.Orders/GetOrder';

  it.each([
    ['GRPC grpc://a.example/', 'GRPC must be followed by a server, a service and a method'],
    ['GRPC https://a.example/shop.Orders/Get', 'GRPC must be followed by'],
    ['GRPC grpc://me:pw@a.example/shop.Orders/Get', 'GRPC must be followed by'],
    [`${get}\naccept 200`, 'line 2: a gRPC call has only header, json, proto'],
    [`${get}\ntext hello`, 'line 2: a gRPC call has only'],
    [`${get}\nheader Upper: 1`, 'Upper must be a name of lower-case letters'],
    [`${get}\nheader authorization: Bearer abc`, 'authorization looks like a secret'],
    [`${get}\nproto\nsyntax`, 'line 2: what begins here has no end'],
    [`${get}\nextract a = [COOKIE].sid`, 'the source of a must be a placeholder such as [BODY].order.id'],
    [`${get}\njson {"id": {{id}}}`, 'the value id is used before'],
    ['GET https://a.example/\nproto x', 'line 2: only a gRPC call has a .proto file'],
  ])('%j', (steps, message) => {
    const parsed = parseEndpoint({ kind: 'steps', steps });
    expect(parsed.ok ? '' : parsed.issues.map((issue) => texts.issueInFull(issue)).join(' ')).toContain(message);
  });
});
