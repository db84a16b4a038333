import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../registry.ts';
import { texts } from '../testing/texts.ts';

/** The errors at the fields of an HTTP endpoint with a SOCKS proxy. */
function refusals(fields: object): string[] {
  const parsed = parseEndpoint({
    kind: 'http',
    url: 'https://shop.example.org/',
    proxy: 'socks5://proxy.example.org',
    ...fields,
  });
  return parsed.ok ? [] : parsed.issues.map((issue) => texts.issue(issue));
}

describe('the credentials of a proxy', () => {
  // SOCKS sends the length of each in one byte (RFC 1929, 2).
  it.each([
    ['proxyUsername', 'Proxy username'],
    ['proxyPassword', 'Proxy password'],
  ])('have at most 255 bytes, which can be fewer letters: %s', (name, label) => {
    expect(refusals({ [name]: 'a'.repeat(255) })).toEqual([]);
    expect(refusals({ [name]: `${'ü'.repeat(127)}a` })).toEqual([]);
    const refused = `${label} must be text with at most 255 bytes: a character that is not in ASCII has two to four.`;
    expect(refusals({ [name]: 'ü'.repeat(128) })).toEqual([refused]);
    expect(refusals({ [name]: 'a'.repeat(256) })).toEqual([refused]);
    expect(refusals({ [name]: 'a\nb' })).toEqual([refused]);
  });
});
