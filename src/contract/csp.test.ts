import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.ts';

const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA==';

test('allows only content that Lookout serves', () => {
  const policy = contentSecurityPolicy(NONCE, ["'self'", 'ws://127.0.0.1:4477']);
  const directives = new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  expect(directives.get('style-src')).toBe(`'self' 'nonce-${NONCE}'`);
  expect(directives.get('connect-src')).toBe("'self' ws://127.0.0.1:4477");
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives.get(name)).toBe("'none'");
});

test('allows no connections when no source is given', () => {
  expect(contentSecurityPolicy(NONCE, [])).toContain("connect-src 'none'");
});

test.each([['short'], ["AAAAAAAAAAAAAAAAAAAAAA'; script-src *"], ['']])('refuses the nonce %j', (nonce) => {
  expect(() => contentSecurityPolicy(nonce, [])).toThrow(TypeError);
});

test.each([['http://a; script-src *'], ['a b'], ['']])('refuses the source %j', (source) => {
  expect(() => contentSecurityPolicy(NONCE, [source])).toThrow(TypeError);
});
