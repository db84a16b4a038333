import { expect, it } from 'vitest';
import { pathOfLink } from './links.ts';

it.each([
  ['lookout://endpoint/5b0c2a-9', '/endpoint/5b0c2a-9'],
  ['lookout://endpoint/5b0c2a-9/', '/endpoint/5b0c2a-9'],
  ['LOOKOUT://endpoint/abc', '/endpoint/abc'],
])('%s is %s', (link, path) => {
  expect(pathOfLink(link)).toBe(path);
});

it.each([
  'lookout://endpoint/',
  'lookout://endpoint/a/b',
  'lookout://endpoint/..%2fsettings',
  'lookout://endpoint/a?x=1',
  'lookout://endpoint/a#/settings',
  'lookout://quit',
  'lookout:endpoint/a',
  'https://endpoint/a',
  'endpoint/a',
  '',
])('%s is not one of our links', (link) => {
  expect(pathOfLink(link)).toBeNull();
});
