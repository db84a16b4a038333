import { describe, expect, it } from 'vitest';
import { bearerToken, createGuard, inUrl, isWildcard, listensHereOnly } from './guard.ts';

const TOKEN = 'abcdefgh12345678';
const guard = (host = '127.0.0.1') => createGuard({ host, port: 7880, token: TOKEN });

describe('callerOf', () => {
  it.each([
    [TOKEN, true],
    [undefined, false],
    ['', false],
    ['a', false],
    [TOKEN.slice(0, -1), false],
    [TOKEN.slice(1), false],
    [`${TOKEN}x`, false],
    [TOKEN.toUpperCase(), false],
    [`${TOKEN.slice(0, -1)}9`, false],
  ])('%j: %j', (given, is) => {
    expect(guard().callerOf(given) !== null).toBe(is);
  });
});

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   a.b~c+d/e=-  ', 'a.b~c+d/e=-'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j: %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('isOurHost', () => {
  it.each([
    ['127.0.0.1:7880', true],
    ['LocalHost:7880', true],
    ['[::1]:7880', true],
    ['127.0.0.1', false],
    ['127.0.0.1:7881', false],
    ['evil.example:7880', false],
    ['192.0.2.1:7880', false],
    [undefined, false],
  ])('%j: %j', (header, is) => {
    expect(guard().isOurHost(header)).toBe(is);
  });

  it('is every address, and no other name, when it listens on every address', () => {
    expect(guard('0.0.0.0').isOurHost('192.0.2.1:7880')).toBe(true);
    expect(guard('::').isOurHost('[2001:db8::1]:7880')).toBe(true);
    expect(guard('0.0.0.0').isOurHost('evil.example:7880')).toBe(false);
    expect(guard('lookout.example').isOurHost('Lookout.Example:7880')).toBe(true);
  });
});

describe('isOurOrigin', () => {
  it.each([
    [undefined, '127.0.0.1:7880', true],
    ['http://127.0.0.1:7880', '127.0.0.1:7880', true],
    ['http://localhost:7880', '127.0.0.1:7880', false],
    ['https://127.0.0.1:7880', '127.0.0.1:7880', false],
    ['http://evil.example:7880', 'evil.example:7880', false],
    ['null', '127.0.0.1:7880', false],
  ])('%j at %j: %j', (origin, host, is) => {
    expect(guard().isOurOrigin(origin, host)).toBe(is);
  });
});

describe('behind a reverse proxy', () => {
  const proxied = createGuard({ host: '127.0.0.1', port: 7880, token: TOKEN, publicUrl: 'https://lookout.example' });
  it.each([
    ['lookout.example', true],
    ['Lookout.Example:443', true],
    ['127.0.0.1:7880', true],
    ['lookout.example:7880', false],
    ['evil.example', false],
    ['lookout.example.evil.example', false],
  ])('the host %j is ours: %j', (header, is) => {
    expect(proxied.isOurHost(header)).toBe(is);
  });

  it.each([
    [undefined, 'lookout.example', true],
    ['https://lookout.example', 'lookout.example', true],
    ['https://lookout.example', '127.0.0.1:7880', true],
    ['https://lookout.example', 'evil.example', false],
    ['http://lookout.example', 'lookout.example', false],
    ['https://evil.example', 'lookout.example', false],
    ['https://lookout.example:8443', 'lookout.example', false],
    ['http://127.0.0.1:7880', '127.0.0.1:7880', true],
    ['null', 'lookout.example', false],
  ])('the origin %j at %j is ours: %j', (origin, host, is) => {
    expect(proxied.isOurOrigin(origin, host)).toBe(is);
  });

  it('a port that is not the usual one belongs to the name', () => {
    const other = createGuard({ host: '::1', port: 7880, token: TOKEN, publicUrl: 'https://lookout.example:8443' });
    expect(['lookout.example:8443', 'lookout.example'].map((host) => other.isOurHost(host))).toEqual([true, false]);
  });
});

describe('addresses', () => {
  it('are distinguished', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'LOCALHOST'].every(listensHereOnly)).toBe(true);
    expect(['0.0.0.0', '::', '192.0.2.1', '127.0.0.1.example'].some(listensHereOnly)).toBe(false);
    expect(['0.0.0.0', '::'].every(isWildcard)).toBe(true);
    expect(isWildcard('127.0.0.1')).toBe(false);
    expect([inUrl('::1'), inUrl('127.0.0.1'), inUrl('a.example')]).toEqual(['[::1]', '127.0.0.1', 'a.example']);
  });
});
