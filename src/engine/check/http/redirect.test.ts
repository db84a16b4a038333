import { describe, expect, it } from 'vitest';
import type { HttpRequest } from './exchange.ts';
import { followRedirect, isRedirect } from './redirect.ts';

const request: HttpRequest = {
  url: new URL('https://a.example/one?x'),
  method: 'POST',
  headers: ['Host', 'a.example', 'authorization', 'secret', 'Cookie', 'c=1', 'Content-Type', 'text/plain', 'X-A', '1'],
  body: Buffer.from('body'),
};

const follow = (
  status: number,
  location: string | undefined,
  from: Partial<HttpRequest> = {},
  secretHeaders: readonly string[] = [],
) =>
  followRedirect(
    { ...request, ...from },
    { status, headers: location === undefined ? {} : { location } },
    secretHeaders,
  );

describe('followRedirect', () => {
  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [301, 'PUT', 'PUT'],
    [302, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
  ])('follows %i after %s with %s', (status, method, expected) => {
    const next = follow(status, '/two', { method });
    expect(next.method).toBe(expected);
    const kept = expected === method && method !== 'GET';
    expect(next.body === null).toBe(!kept);
    expect(next.headers.includes('Content-Type')).toBe(kept);
    expect(next.headers).toContain('authorization');
  });

  it.each([
    ['/two', 'https://a.example/two'],
    ['two', 'https://a.example/two'],
    ['?y', 'https://a.example/one?y'],
    ['//b.example/', 'https://b.example/'],
    ['HTTP://b.example:80/#top', 'http://b.example/'],
    ['https://me:pw@b.example/', 'https://b.example/'],
    [Buffer.from('/é').toString('latin1'), 'https://a.example/%C3%A9'],
  ])('leads to %s', (location, url) => {
    expect(follow(302, location).url.href).toBe(url);
  });

  const elsewhere = ['https://b.example/', 'http://a.example/', 'https://a.example:444/', '//a.example.b.example/'];

  it.each(elsewhere)('sends %s nothing that could be a credential', (location) => {
    const names = ['X-Functions-Key', 'X-Tenant', 'Origin', 'Referer', 'accept', 'User-Agent', 'Content-Length'];
    const all = [...request.headers, ...names.flatMap((name) => [name, 'value'])];
    const { headers, url } = follow(307, location, { headers: all, body: null }, ['user-agent']);
    const kept = ['Host', url.host, 'Content-Type', 'text/plain', 'accept', 'value', 'Content-Length', 'value'];
    expect(headers).toEqual(kept);
  });

  it.each(elsewhere)('does not send the body to %s, and says so', (location) => {
    for (const status of [307, 308]) {
      const params = expect.objectContaining({ status, reason: 'body' });
      expect(() => follow(status, location)).toThrow(
        expect.objectContaining({ failure: { code: 'http.badRedirect', params } }),
      );
    }
    // Without a body, nothing is left out.
    expect(follow(302, location)).toMatchObject({ method: 'GET', body: null });
    expect(follow(307, location, { body: null })).toMatchObject({ method: 'POST', body: null });
  });

  it.each([
    ['http://a.example/one', 'https://a.example/two', true],
    ['http://a.example:81/one', 'https://a.example/two', false],
    ['http://a.example/one', 'https://a.example:444/two', false],
    ['http://a.example/one', 'https://b.example/two', false],
    ['https://a.example/one', 'http://a.example/two', false],
  ])('sends the body of %s to %s: %s', (from, to, sent) => {
    const next = () => follow(308, to, { url: new URL(from) });
    if (sent) expect(next().body).toEqual(request.body);
    else expect(next).toThrow('http.badRedirect');
  });

  it('shows neither user name nor password of a target that it refuses', () => {
    for (const location of ['ftp://me:hunter2@b.example/', 'https://me:hunter2@b.example:x/']) {
      expect(() => follow(302, location)).toThrow(
        expect.objectContaining({
          failure: expect.objectContaining({
            params: expect.objectContaining({ url: expect.not.stringContaining('hunter2') }),
          }),
        }),
      );
    }
  });

  it.each([undefined, '', 'ftp://a.example/', 'javascript:alert(1)', 'https://', 'data:text/html,x'])(
    'refuses %s',
    (location) => {
      expect(() => follow(302, location)).toThrow(
        expect.objectContaining({ failure: expect.objectContaining({ code: 'http.badRedirect' }) }),
      );
    },
  );
});

describe('isRedirect', () => {
  it.each([300, 304, 305, 200])('does not follow %i', (status) => {
    expect(isRedirect(status)).toBe(false);
  });
});
