import { expect, test } from 'vitest';
import { EndpointSeal } from './sealed-endpoint.ts';

const KEY = 'a-key-that-the-vantage-points-share-with-each-other';
const endpoint = { kind: 'http', url: 'https://example.org/', password: 'hunter2-of-the-endpoint' };

test('what is sealed can be opened with the same key, and with no other', () => {
  const sealed = new EndpointSeal(KEY).seal(endpoint);
  expect(new EndpointSeal(KEY).open(sealed)).toEqual(endpoint);
  expect(new EndpointSeal(`${KEY}!`).open(sealed)).toBeNull();
});

test('the same endpoint always gives the same text, and another one a wholly different text', () => {
  const sealed = new EndpointSeal(KEY).seal(endpoint);
  expect(new EndpointSeal(KEY).seal({ ...endpoint })).toBe(sealed);
  const other = new EndpointSeal(KEY).seal({ ...endpoint, password: 'hunter3-of-the-endpoint' });
  expect(other.slice(0, 16)).not.toBe(sealed.slice(0, 16));
});

test('the text shows nothing of the endpoint', () => {
  const sealed = new EndpointSeal(KEY).seal(endpoint);
  const shown = sealed + Buffer.from(sealed, 'base64url').toString('latin1');
  expect(shown).not.toMatch(/hunter2|example/u);
  expect(sealed).toMatch(/^[\w-]+$/u);
});

test.each(['', 'x', 'A'.repeat(100), '%%%'])('refuses %j', (text) => {
  expect(new EndpointSeal(KEY).open(text)).toBeNull();
});

test('refuses a text that was changed, and what is no endpoint', () => {
  const seal = new EndpointSeal(KEY);
  const bytes = Buffer.from(seal.seal(endpoint), 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(seal.open(bytes.toString('base64url'))).toBeNull();
  expect(seal.open(seal.seal({ kind: 'http', note: 'x'.repeat(2_000_000) }))).toBeNull();
});
