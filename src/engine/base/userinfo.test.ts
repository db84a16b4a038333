import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideUserinfo } from './userinfo.ts';

test.each([
  ['ftp://u:TOKEN@h/', 'ftp://•••@h/'],
  ['https://TOKEN@h/', 'https://•••@h/'],
  ['u:TOKEN@h:80', '•••@h:80'],
  ['http:/u:TOKEN@h/', '•••@h/'],
  ['http://u:TO/KEN@h:x/', 'http://•••@h:x/'],
  ['http://u:TO"K EN@h/', 'http://•••@h/'],
  ['http://u:TO@KEN@h/', 'http://•••@h/'],
  ['  https://TOKEN@h', '  https://•••@h'],
  ['https://h/health', 'https://h/health'],
  ['@ops', '@ops'],
  ['https://@h/', 'https://@h/'],
  ['', ''],
  ['[BODY].items[?(@.id == 1)', '[BODY].items[?(@.id == 1)'],
  ['warn: not ([BODY].items[?(@.id', 'warn: not ([BODY].items[?(@.id'],
  ['[BODY].next == http://u:TO@KEN@h/?mail=@', '[BODY].next == http://•••@h/?mail=@'],
  ['[::1]:TOKEN@h', '•••@h'],
])('%j is shown as %j', (text, shown) => {
  expect(hideUserinfo(text)).toBe(shown);
});

test('no part of a password is shown, whatever it contains', () => {
  // The part before "://" is a scheme, which is shown.
  const part = fc
    .string()
    .filter((text) => !/@|:\/\//u.test(text))
    .map((text) => `S3CR3T${text}S3CR3T`);
  const prefix = fc.constantFrom('http://', 'postgres://', 'ftp:', '//', '', 'http://user:');
  fc.assert(
    fc.property(prefix, part, (before, password) => {
      expect(hideUserinfo(`${before}${password}@host/`)).not.toContain('S3CR3T');
    }),
  );
});
