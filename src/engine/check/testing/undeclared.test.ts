import { expect, it } from 'vitest';
import { fakeKind } from './fake-kind.ts';
import { expectDeclared, undeclaredIn } from './undeclared.ts';

const good = { durationMs: 1, selfMs: 0, phases: { wait: 1 }, metrics: {}, failure: null, details: {} };
const kind = fakeKind({ run: async () => good });

it('lists what a check returns and its kind does not declare', () => {
  expect(undeclaredIn(kind, good)).toEqual([]);
  expect(undeclaredIn(kind, { ...good, failure: { code: 'connect.refused' } })).toEqual([]);
  const params = { reason: 'it said no', addresses: [], hint: 'x' };
  expect(undeclaredIn(kind, { ...good, failure: { code: 'connect.failed', params } })).toEqual([
    'parameter hint of connect.failed',
    'reason "it said no" of connect.failed',
  ]);
  const failure = { code: 'http.status', phase: 'query' };
  const odd = { ...good, phases: { wait: 1, query: 2 }, metrics: { rows: 1 }, details: { bytes: 2 }, failure };
  expect(undeclaredIn(kind, odd)).toEqual([
    'phase query',
    'metric rows',
    'detail bytes',
    'phase query',
    'failure http.status',
  ]);
  expect(() => expectDeclared(kind, odd)).toThrow('The kind fake must declare phase query');
});
