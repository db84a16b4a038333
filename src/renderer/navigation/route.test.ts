import { expect, test } from 'vitest';
import { comparisonOf } from './comparison.ts';
import { FIRST_WALL } from './wall-choice.ts';
import { parseRoute, pathOf, type Route } from './route.ts';

test.each<[string, Route]>([
  ['', { name: 'overview' }],
  ['#/', { name: 'overview' }],
  ['#/endpoint/a%2Fb', { name: 'endpoint', id: 'a/b' }],
  ['#/endpoint/a?last=60000', { name: 'endpoint', id: 'a', view: { type: 'last', ms: 60_000 } }],
  ['#/endpoint/a?from=5000&to=1000', { name: 'endpoint', id: 'a' }],
  ['#/endpoint/a?last=60000&at=5000', { name: 'endpoint', id: 'a', view: { type: 'last', ms: 60_000 }, at: 5000 }],
  ['#/endpoint/a?at=-5', { name: 'endpoint', id: 'a' }],
  [
    '#/compare?ids=a,b&last=60000',
    { name: 'compare', comparison: comparisonOf(['a', 'b'], { view: { type: 'last', ms: 60_000 } }) },
  ],
  ['#/endpoint/', { name: 'overview' }],
  ['#/wall', { name: 'wall', choice: FIRST_WALL }],
  ['#/wall?scope=odd&layout=round&seconds=1', { name: 'wall', choice: FIRST_WALL }],
  ['#/incidents', { name: 'incidents' }],
  ['#/health', { name: 'health' }],
  ['#/settings', { name: 'settings' }],
  ['#/settings/limits', { name: 'settings', section: 'limits' }],
  ['#/nothing/here', { name: 'overview' }],
])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));

test.each<Route>([
  { name: 'overview' },
  { name: 'endpoint', id: 'an id/with #?% in it' },
  { name: 'endpoint', id: 'a?b', view: { type: 'fixed', from: 1000, to: 5000 } },
  { name: 'endpoint', id: 'a', at: 5000 },
  { name: 'compare', comparison: comparisonOf([], { group: 'Web & shop' }) },
  { name: 'wall', choice: FIRST_WALL },
  { name: 'wall', choice: { group: 'Web & shop', scope: 'groups', layout: 'rows', seconds: 30 } },
  { name: 'incidents' },
  { name: 'health' },
  { name: 'settings' },
  { name: 'settings', section: 'about' },
])('parses the path of $name as the same route', (route) => expect(parseRoute(`#${pathOf(route)}`)).toEqual(route));

test('does not change an address with invalid encoding', () => {
  expect(parseRoute('#/endpoint/50%')).toEqual({ name: 'endpoint', id: '50%' });
});
