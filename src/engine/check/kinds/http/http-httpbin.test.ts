/** The HTTP kind against Debian's python3-httpbin: methods, encodings, delays, redirects of every status. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HTTPBIN_PACKAGES, startHttpbin, type Httpbin } from '../../../../../test/servers/httpbin.ts';
import { available } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { checkOnce, type CheckOnceOptions } from '../../testing/check-once.ts';

const { skip, reason } = available(HTTPBIN_PACKAGES);

describe.skipIf(skip)(`against httpbin${reason}`, () => {
  let httpbin: Httpbin;

  beforeAll(async () => {
    httpbin = await startHttpbin();
  });

  afterAll(() => httpbin?.dispose());

  function check(path: string, fields: Omit<EndpointInput, 'kind'> = {}, options: CheckOnceOptions = {}) {
    return checkOnce({ kind: 'http', url: `http://127.0.0.1:${httpbin.port}${path}`, ...fields }, options);
  }

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('sends %s', async (method) => {
    const body = method === 'GET' ? {} : { body: 'wörd', headers: { 'Content-Type': 'text/plain' } };
    const { failure } = await check(`/${method.toLowerCase()}`, {
      method,
      ...body,
      keyword: method === 'GET' ? '"url"' : String.raw`w\u00f6rd`,
    });
    expect(failure).toBeNull();
  });

  it.each(['gzip', 'brotli', 'deflate'])('searches a body in %s', async (encoding) => {
    const { failure } = await check(`/${encoding}`, { keyword: '"method"', keywordAbsent: '"POST"' });
    expect(failure).toBeNull();
  });

  it('reads a chunked body', async () => {
    const { failure, details } = await check('/stream-bytes/5000?chunk_size=100');
    expect(failure).toBeNull();
    expect(details.bytes).toBe(5_000);
  });

  it('shows the start of a response that is not accepted', async () => {
    const { failure, details } = await check('/status/418');
    expect(failure).toMatchObject({ code: 'http.status', message: expect.stringContaining('418') });
    expect(details.snippet).toContain('[ teapot ]');
  });

  it.each([
    [301, 'GET'],
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ])('follows a %i redirect of POST with %s', async (status, method) => {
    const target = encodeURIComponent(`/anything?after=${status}`);
    const { failure, details } = await check(`/redirect-to?url=${target}&status_code=${status}`, {
      method: 'POST',
      body: 'the body',
      keyword: method === 'POST' ? 'the body' : `after=${status}`,
      keywordAbsent: method === 'POST' ? '"GET"' : 'the body',
    });
    expect(failure).toBeNull();
    expect(details.redirects).toMatchObject([{ status }]);
  });

  it('refuses a redirect to another protocol', async () => {
    const { failure } = await check('/redirect-to?url=ftp%3A%2F%2Fa.example%2F');
    expect(failure).toMatchObject({ code: 'http.badRedirect', message: expect.stringContaining('"ftp://a.example/"') });
  });

  it('does not send anything that could be a credential to another origin', async () => {
    const target = encodeURIComponent(`http://localhost:${httpbin.port}/headers`);
    const headers = { Authorization: 'Basic secret', 'X-Tenant': 'secret', 'Accept-Language': 'marked', Accept: 'a/b' };
    const fields = { headers, secretHeaders: ['accept-language'], keyword: 'a/b' };
    for (const keywordAbsent of ['secret', 'marked']) {
      const { failure, details } = await check(`/redirect-to?url=${target}`, { ...fields, keywordAbsent });
      expect(failure).toBeNull();
      expect(details.redirects).toHaveLength(1);
      expect((await check('/headers', { ...fields, keywordAbsent })).failure?.code).toBe('body.keywordPresent');
    }
  });

  it('authenticates with a header', async () => {
    const authorization = `Basic ${Buffer.from('me:pw').toString('base64')}`;
    expect((await check('/basic-auth/me/pw', { headers: { Authorization: authorization } })).failure).toBeNull();
    expect((await check('/basic-auth/me/pw')).details.status).toBe(401);
  });

  it('does not wait longer than its timeout', async () => {
    const { failure } = await check('/delay/10', { timeout: '300ms' }, { deadlineAfter: ['wait'] });
    expect(failure).toMatchObject({
      code: 'timeout',
      phase: 'wait',
      message: 'No answer within 300 ms: connected, but the server sent nothing.',
    });
  });

  it('does not wait longer than its timeout for a slow body', async () => {
    const { failure, details } = await check(
      '/drip?duration=10&numbytes=10&delay=0',
      { timeout: '300ms' },
      { deadlineAfter: ['transfer'] },
    );
    expect(failure).toMatchObject({ code: 'timeout', phase: 'transfer' });
    expect(details.status).toBe(200);
  });
});
