import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUrlPath, readServiceUrl } from './service-url.ts';

const SCHEMES = { mqtt: { port: 1883, tls: 'off' }, mqtts: { port: 8883, tls: 'on' } } as const;

describe('readServiceUrl', () => {
  it('reads every part, decoded', () => {
    expect(readServiceUrl('MQTTS://me%40a:p%3Aw%2F@Broker.Example:99/a%2Fb/c?x=1', SCHEMES)).toMatchObject({
      scheme: 'mqtts',
      host: 'Broker.Example',
      port: 99,
      tls: 'on',
      credentials: { username: 'me@a', password: 'p:w/' },
      path: 'a/b/c',
    });
  });

  it('takes the port and the encryption of the scheme, and leaves out what is missing', () => {
    const url = readServiceUrl('mqtt://[2001:db8::7]', SCHEMES);
    expect(url).toMatchObject({ host: '2001:db8::7', port: 1883, tls: 'off', credentials: {}, path: '' });
    expect(Object.keys(url?.credentials ?? {})).toEqual([]);
  });

  it.each([
    'mqtt:broker',
    'mqtt://',
    'http://broker',
    'broker:1883',
    'mqtt://broker:99999',
    'mqtt://a/%E0%A4',
    'constructor://a',
  ])('does not read %s', (text) => {
    expect(readServiceUrl(text, SCHEMES)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (rest) => {
        expect(() => readServiceUrl(`mqtt://${rest}`, SCHEMES)).not.toThrow();
      }),
    );
  });
});

it('writes paths that are read again as they were', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z+#?/&%é ]{1,20}$/u), (path) => {
      fc.pre(!path.startsWith('/') && !/(?:^|\/)\.{1,2}(?:\/|$)/u.test(path));
      expect(readServiceUrl(`mqtt://broker${formatUrlPath(path)}`, SCHEMES)?.path).toBe(path);
    }),
  );
});
