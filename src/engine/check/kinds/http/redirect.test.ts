import { describe, expect, it } from 'vitest';
import type { HttpRequest } from './exchange.ts';
import { followRedirect, isRedirect } from './redirect.ts';

const request: HttpRequest = {
  url: new URL('https://a.example/one?x'),
  method: 'POST',
  headers: ['Host', 'a.example', 'authorization', 'secret', 'Cookie', 'c=1', 'Content-Type', 'text/plain', 'X-A', '1'],
  body: Buffer.from('body'),
};

const follow = (status: number, location: string | undefined, from: Partial<HttpRequest> = {}) =>
  followRedirect({ ...request, ...from }, { status, headers: location === undefined ? {} : { location } });

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

  it.each(['https://b.example/', 'http://a.example/', 'https://a.example:444/'])(
    'does not send headers for the first origin to %s',
    (location) => {
      const { headers, url } = follow(307, location);
      expect(headers).toEqual(['Host', url.host, 'Content-Type', 'text/plain', 'X-A', '1']);
    },
  );

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
