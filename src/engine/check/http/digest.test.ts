import { describe, expect, it } from 'vitest';
import { digestAuthorization, parseChallenges } from './digest.ts';

/** The example of RFC 7616, 3.9.1. */
const request = { method: 'GET', uri: '/dir/index.html', body: null };
const mufasa = { username: 'Mufasa', password: 'Circle of Life' };
const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
const challenge = (algorithm: string, more = '') =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
  `nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"${more}`;

describe('digestAuthorization', () => {
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('gives the response of RFC 7616 for %s', (algorithm, response) => {
    const value = digestAuthorization(challenge(algorithm), request, mufasa, cnonce);
    expect(value).toContain(`response="${response}"`);
    expect(value).toMatch(/^Digest username="Mufasa", realm="http-auth@example\.org", nonce="7ypf/);
    expect(value).toContain('uri="/dir/index.html"');
    expect(value).toContain('qop=auth, nc=00000001');
  });

  it('chooses the strongest of several challenges, and ignores those of other schemes', () => {
    const header = `Basic realm="a, Digest b", ${challenge('MD5')}, Negotiate, ${challenge('SHA-256')}`;
    expect(digestAuthorization(header, request, mufasa, cnonce)).toContain('algorithm=SHA-256');
    expect(digestAuthorization('Basic realm="x"', request, mufasa)).toBeNull();
    expect(digestAuthorization(challenge('SHA-3'), request, mufasa)).toBeNull();
  });

  it('gives the response of RFC 2069 to servers that offer no quality of protection', () => {
    const value = digestAuthorization('Digest realm="r", nonce="n"', request, mufasa, cnonce);
    expect(value).not.toMatch(/qop|cnonce|nc=/u);
    // md5(md5("Mufasa:r:Circle of Life") ":n:" md5("GET:/dir/index.html"))
    expect(value).toMatch(/response="[0-9a-f]{32}"/u);
  });

  it('hides the user name where the server asks for it, and encodes names that are not ASCII', () => {
    const hidden = digestAuthorization(challenge('SHA-256', ', userhash=true'), request, mufasa, cnonce);
    expect(hidden).not.toContain('Mufasa');
    expect(hidden).toContain('userhash=true');
    const encoded = digestAuthorization(
      challenge('MD5'),
      request,
      { ...mufasa, username: "J\u00e4s\u00f8n's" },
      cnonce,
    );
    expect(encoded).toContain("username*=UTF-8''J%C3%A4s%C3%B8n%27s");
  });
});

describe('parseChallenges', () => {
  it('reads several challenges with quoted texts', () => {
    expect(
      parseChallenges('Digest realm="a \\"b\\", c",stale=TRUE , Bearer, NTLM TlRMTVNTUAAC=, Basic realm=x'),
    ).toEqual([
      { scheme: 'digest', params: { realm: 'a "b", c', stale: 'TRUE' } },
      { scheme: 'bearer', params: {} },
      { scheme: 'ntlm', params: {} },
      { scheme: 'basic', params: { realm: 'x' } },
    ]);
  });

  it.each(['', ',,,', '=', '"', 'a="', '\\', 'realm="x"', 'a '.repeat(20_000)])('survives %j', (header) => {
    const begin = performance.now();
    expect(Array.isArray(parseChallenges(header))).toBe(true);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
