/**
 * Authentication, bodies, cookies, response headers and Apdex of HTTP checks, against Debian's httpbin and a server of
 * tokens.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HTTPBIN_PACKAGES, startHttpbin, type Httpbin } from '../../../../../test/servers/httpbin.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { forgetTokens } from '../../http/oauth.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';

const { skip, reason } = available(HTTPBIN_PACKAGES);

describe.skipIf(skip)(`against httpbin${reason}`, () => {
  let httpbin: Httpbin;

  beforeAll(async () => {
    httpbin = await startHttpbin();
  });

  afterAll(() => httpbin?.dispose());

  const check = (path: string, fields: Omit<EndpointInput, 'kind'> = {}, wanted: readonly string[] = []) =>
    checkOnce({ kind: 'http', url: `http://127.0.0.1:${httpbin.port}${path}`, ...fields }, { wanted: new Set(wanted) });

  const me = { username: 'me', password: 'open-sesame' };
  const path = encodeURIComponent(me.password);

  it.each([
    ['auth', 'MD5'],
    ['auth', 'SHA-256'],
    ['auth-int', 'MD5'],
  ])('signs in by Digest with %s and %s', async (qop, algorithm) => {
    const url = `/digest-auth/${qop}/me/${path}/${algorithm}`;
    const { failure, details } = await check(url, { auth: 'digest', ...me, keyword: '"authenticated":true' });
    expect(failure).toBeNull();
    expect(details.status).toBe(200);
    expect((await check(url, { auth: 'digest', ...me, password: 'wrong' })).details.status).toBe(401);
    expect((await check(url, me)).details.status).toBe(401);
  });

  it('signs in with a bearer token and by Basic', async () => {
    const { failure } = await check('/bearer', { auth: 'bearer', token: 't0ken', keyword: '"token":"t0ken"' });
    expect(failure).toBeNull();
    expect((await check('/bearer')).details.status).toBe(401);
    expect((await check(`/basic-auth/me/${path}`, me)).failure).toBeNull();
    const own = { auth: 'bearer', token: 't0ken', headers: { Authorization: 'Bearer mine' } };
    expect((await check('/bearer', { ...own, keyword: '"token":"mine"' })).failure).toBeNull();
  });

  it('sends no token to another origin', async () => {
    const target = encodeURIComponent(`http://localhost:${httpbin.port}/anything`);
    const fields = { auth: 'bearer', token: 't0ken', keywordAbsent: 't0ken' };
    const { failure, details } = await check(`/redirect-to?url=${target}`, fields);
    expect(failure).toBeNull();
    expect(details.redirects).toHaveLength(1);
  });

  it('sends cookies back after a redirect, with those of its own', async () => {
    const fields = { headers: { Cookie: 'mine=1' }, keyword: '"sid":"abc"', keywordAbsent: '"gone"' };
    expect((await check('/cookies/set?sid=abc', fields)).failure).toBeNull();
    expect((await check('/cookies/set?sid=abc', { ...fields, keyword: '"mine":"1"' })).failure).toBeNull();
    // Another host gets none of them.
    const target = encodeURIComponent(`http://localhost:${httpbin.port}/cookies`);
    const other = { headers: { Cookie: 'mine=1' }, keyword: '"cookies":{}' };
    expect((await check(`/redirect-to?url=${target}`, other)).failure).toBeNull();
  });

  it.each([
    ['json', { body: '{"a": [1]}' }, '"json":{"a":[1]}', 'application/json'],
    ['xml', { body: '<a>1</a>' }, '"data":"<a>1</a>"', 'application/xml'],
    [
      'form',
      { form: { name: 'a b&c', é: '1' } },
      '"form":{"name":"a b&c","\\u00e9":"1"}',
      'application/x-www-form-urlencoded',
    ],
    [
      'graphql',
      { body: '{ user }', variables: '{"id": 7}' },
      '"json":{"query":"{ user }","variables":{"id":7}}',
      'application/json',
    ],
    [
      'multipart',
      { form: { note: 'hi', 'report; filename=a.csv; type=text/csv': 'a,b' } },
      '"files":{"report":"a,b"},"form":{"note":"hi"}',
      'multipart/form-data; boundary=',
    ],
    ['text', { body: 'plain', headers: { 'Content-Type': 'text/plain' } }, '"data":"plain"', 'text/plain'],
  ])('sends a body of type %s', async (bodyType, fields, expected, contentType) => {
    const { failure, observed } = await check('/post', { method: 'POST', bodyType, ...fields }, ['BODY']);
    expect(failure).toBeNull();
    const body = JSON.parse(observed?.['BODY'] as string) as { headers: Record<string, string> };
    expect(JSON.stringify(body)).toContain(JSON.stringify(JSON.parse(`{${expected}}`)).slice(1, -1));
    expect(body.headers['Content-Type']).toContain(contentType);
  });

  it('sends a GraphQL query in the URL with GET', async () => {
    const { observed } = await check('/get', { bodyType: 'graphql', body: '{ a }', variables: '{"b":1}' }, ['BODY']);
    expect(JSON.parse(observed?.['BODY'] as string)).toMatchObject({ args: { query: '{ a }', variables: '{"b":1}' } });
  });

  it('shows chosen response headers, and of cookies only the names', async () => {
    const url = '/response-headers?X-Cache=HIT&Set-Cookie=sid%3Dsecret%3B%20Path%3D%2F';
    const { details } = await check(url, { showHeaders: ['X-Cache', 'set-cookie', 'X-Missing'] });
    expect(details['headers']).toEqual(['X-Cache: HIT', 'set-cookie: sid=•••; Path=/']);
  });

  it('measures Apdex against its target', async () => {
    expect((await check('/get', { apdexTarget: '1m' })).metrics).toEqual({ apdex: 1 });
    expect((await check('/delay/0.3', { apdexTarget: '150ms' })).metrics).toEqual({ apdex: 0.5 });
    expect((await check('/get', { apdexTarget: '1ms', acceptedStatus: '500' })).metrics).toEqual({ apdex: 0 });
    expect((await check('/get')).metrics).toEqual({});
  });

  describe('by OAuth 2.0', () => {
    let server: Server;
    let answers: (() => readonly [status: number, body: object])[];
    let asked: { readonly authorization: string | undefined; readonly body: string }[];
    let count: number;

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          asked.push({ authorization: request.headers.authorization, body });
          const [status, answer] = (answers.shift() ?? token)();
          response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
        });
      });
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => server.close());
    afterEach(() => forgetTokens());

    const token = () => [200, { access_token: `given-${++count}`, token_type: 'Bearer', expires_in: 3600 }] as const;
    const client = () => {
      [answers, asked, count] = [[], [], 0];
      const { port } = server.address() as AddressInfo;
      return {
        auth: 'oauth2',
        tokenUrl: `http://127.0.0.1:${port}/token`,
        clientId: 'me@app',
        clientSecret: 's3cret:x',
      };
    };

    it('gets a token once and uses it until it expires', async () => {
      const fields = { ...client(), scope: 'read write', audience: 'shop' };
      const first = await check('/bearer', { ...fields, keyword: '"authenticated":true' });
      expect(first.failure).toBeNull();
      expect(Object.keys(first.phases)).toEqual(['auth', 'connect', 'wait', 'transfer']);
      const second = await check('/bearer', fields);
      expect(Object.keys(second.phases)).toEqual(['connect', 'wait', 'transfer']);
      const authorization = `Basic ${Buffer.from('me%40app:s3cret%3Ax').toString('base64')}`;
      const body = 'grant_type=client_credentials&scope=read+write&audience=shop';
      expect(asked).toEqual([{ authorization, body }]);
    });

    it('gets another token when it is about to expire, or when the endpoint refuses it', async () => {
      const fields = client();
      answers = [() => [200, { access_token: 'short', expires_in: 10 }]];
      await check('/bearer', fields);
      await check('/bearer', fields);
      expect(asked).toHaveLength(2);
      // httpbin refuses it every time; it is asked twice, not endlessly.
      const refused = await check('/status/401', fields);
      expect(refused.details.status).toBe(401);
      expect(asked).toHaveLength(3);
    });

    it('sends the client’s credentials in the body to servers that do not read the header', async () => {
      const fields = client();
      answers = [() => [401, { error: 'invalid_client' }]];
      expect((await check('/bearer', fields)).failure).toBeNull();
      expect(asked[1]).toEqual({
        authorization: undefined,
        body: 'grant_type=client_credentials&client_id=me%40app&client_secret=s3cret%3Ax',
      });
    });

    it('reports the error of the token server', async () => {
      const fields = client();
      const invalid = () => [400, { error: 'invalid_scope', error_description: 'no such scope' }] as const;
      answers = [invalid, invalid];
      expect((await check('/bearer', fields)).failure).toMatchObject({
        code: 'auth.failed',
        phase: 'auth',
        message: expect.stringContaining('invalid_scope: no such scope'),
      });
      answers = [() => [503, {}], () => [200, { token: 'x' }]];
      expect((await check('/bearer', fields)).failure?.message).toBe('The token server answered with status 503.');
      expect((await check('/bearer', fields)).failure?.message).toBe('The token server sent no token.');
      const missing = await check('/bearer', { ...fields, tokenUrl: 'http://127.0.0.1:9/' });
      expect(missing.failure).toMatchObject({ code: 'connect.refused', phase: 'auth' });
    });

    it('keeps nothing of the exchange for the token as evidence', async () => {
      const fields = client();
      answers = [() => [200, { access_token: 'given-9', id_token: 'identity-9' }]];
      const outcome = await checkOnce({ kind: 'http', url: 'http://127.0.0.1:9/', ...fields });
      expect(outcome.failure?.code).toBe('connect.refused');
      const kept = (await outcome.evidence?.()) ?? [];
      expect(kept.map(({ name }) => name)).toContain('request');
      expect(JSON.stringify(kept)).not.toMatch(/identity-9|given-9|client_credentials/u);
    });

    it('shows the token nowhere, even if the endpoint sends it back', async () => {
      const outcome = await check('/anything', { ...client(), acceptedStatus: '500', showHeaders: ['Server'] });
      expect(outcome.details.snippet).toContain('Bearer •••');
      expect(JSON.stringify(await outcome.evidence?.())).not.toContain('given-1');
      expect(JSON.stringify(outcome)).not.toContain('given-1');
    });
  });
});

it.each([
  [{ auth: 'bearer' }, 'Token is required.'],
  [{ auth: 'oauth2' }, 'Token URL is required. Client ID is required.'],
  [{ auth: 'oauth2', tokenUrl: 'ftp://a', clientId: 'x' }, 'Token URL must be an http or https URL'],
  [{ auth: 'digest' }, 'Username is required.'],
  [{ auth: 'ntlm' }, 'Authentication must be basic, digest, bearer, or oauth2'],
  [{ auth: 'bearer', token: 'a\nb' }, 'Token must be text'],
  [{ bodyType: 'json', body: '{' }, 'Body must be JSON, such as {"id": 7}.'],
  [{ bodyType: 'xml', body: 'a' }, 'Body must be XML, which begins with <.'],
  [{ bodyType: 'graphql', body: '{a}', variables: 'x' }, 'Variables must be JSON'],
  [{ showHeaders: ['a b'] }, 'must be the name of a header'],
  [{ apdexTarget: '0' }, 'Apdex target must be a duration from 1'],
])('refuses %j', (fields, message) => {
  const parsed = parseEndpoint({ kind: 'http', url: 'https://example.org/', ...fields });
  expect(parsed.ok ? '' : parsed.issues.map((issue) => texts.issueInFull(issue)).join(' ')).toContain(message);
});
