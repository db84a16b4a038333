import { describe, expect, it } from 'vitest';
import { CookieJar } from './cookies.ts';

function jarOf(from: string, ...lines: string[]): CookieJar {
  const jar = new CookieJar();
  jar.store(new URL(from), lines);
  return jar;
}

describe('CookieJar', () => {
  it.each([
    ['sid=1', 'https://a.example/', 'https://a.example/other', 'sid=1'],
    ['sid=1', 'https://a.example/', 'https://a.example:8443/', 'sid=1'],
    ['sid=1', 'https://a.example/', 'https://www.a.example/', ''],
    ['sid=1', 'https://a.example/', 'https://b.example/', ''],
    ['sid=1; Domain=.a.example', 'https://www.a.example/', 'https://api.a.example/', 'sid=1'],
    ['sid=1; Domain=a.example', 'https://www.a.example/', 'https://evila.example/', ''],
    ['sid=1; Domain=example', 'https://a.example/', 'https://b.example/', ''],
    ['sid=1; Domain=b.example', 'https://a.example/', 'https://b.example/', ''],
    ['sid=1; Path=/shop', 'https://a.example/', 'https://a.example/shop/cart', 'sid=1'],
    ['sid=1; Path=/shop', 'https://a.example/', 'https://a.example/shopping', ''],
    ['sid=1', 'https://a.example/shop/login', 'https://a.example/', ''],
    ['sid=1; Secure', 'https://a.example/', 'http://a.example/', ''],
    ['sid=1; Max-Age=0', 'https://a.example/', 'https://a.example/', ''],
    ['sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'https://a.example/', 'https://a.example/', ''],
    ['sid=1; Max-Age=60; HttpOnly; SameSite=Lax', 'https://a.example/', 'https://a.example/', 'sid=1'],
    ['=1', 'https://a.example/', 'https://a.example/', ''],
    ['sid', 'https://a.example/', 'https://a.example/', ''],
  ])('%s from %s, for %s: %j', (line, from, to, expected) => {
    expect(jarOf(from, line).headerFor(new URL(to))).toBe(expected);
  });

  it('replaces, removes and sorts cookies', () => {
    const url = new URL('https://a.example/shop/');
    const jar = jarOf(url.href, 'a=1; Path=/', 'b=2', 'a=3; Path=/');
    expect(jar.headerFor(url)).toBe('b=2; a=3');
    jar.store(url, ['b=; Max-Age=-1']);
    expect(jar.headerFor(url)).toBe('a=3');
    expect(jar.valueOf(url, 'a')).toBe('3');
    expect(jar.valueOf(url, 'b')).toBeUndefined();
  });

  it('is bounded', () => {
    const url = new URL('https://a.example/');
    const jar = jarOf(
      url.href,
      `long=${'x'.repeat(5_000)}`,
      ...Array.from({ length: 500 }, (_, index) => `c${index}=1`),
    );
    expect(jar.headerFor(url).split('; ')).toHaveLength(50);
    expect(jar.headerFor(url)).not.toContain('long');
  });
});
