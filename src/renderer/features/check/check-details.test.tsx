import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { ConditionResult } from '../../../contract/model/condition.ts';
import { exampleResult } from '../../../shared/testing/examples.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { CheckDetails } from './check-details.tsx';

afterEach(cleanup);

const conditions: readonly ConditionResult[] = [
  { condition: '[STATUS] == 200', shown: '[STATUS] (200) == 200', holds: true, severity: 'fail' },
  {
    condition: 'warn: [BODY].queue < 10',
    shown: '[BODY].queue < 10',
    holds: false,
    severity: 'warn',
    obstacle: { source: '[BODY].queue', reason: 'notFound' },
  },
];

test('shows which conditions hold, why one could not be judged, and since when', async () => {
  const check = exampleResult(5000, { endpointId: 'e1', verdict: 'degraded', failure: null, details: { conditions } });
  const before = { ...check, at: 4000 };
  const good = { ...check, at: 3000, verdict: 'up' as const, details: {} };
  await renderApp(<CheckDetails check={check} history={{ checks: [check, before, good], complete: false }} />);
  const items = within(screen.getByRole('list', { name: 'Conditions' })).getAllByRole('listitem');
  expect(items.map((item) => item.querySelector('svg')?.getAttribute('aria-label'))).toEqual([
    'Holds',
    'Does not hold, so the endpoint is degraded',
  ]);
  expect(items[0]?.textContent).toBe('[STATUS] (200) == 200');
  expect(items[1]?.textContent).toMatch(/^warn: \[BODY\]\.queue < 10There is no \[BODY\]\.queue\.Since .*, 2 checks$/u);
  expect(screen.getByText(/^\[BODY\]\.queue < 10: there is no/u)).toBeTruthy();
});

test('shows why its kind found an endpoint degraded', async () => {
  const warning = { code: 'timeout', params: { timeoutMs: 5000 } };
  const check = exampleResult(1, { endpointId: 'e1', verdict: 'degraded', failure: null, details: { warning } });
  await renderApp(<CheckDetails check={check} />);
  expect(screen.getByText(/5 s/u)).toBeTruthy();
  expect(screen.queryByText('Warning')).toBeNull();
});

test('shows what changed since the check before, with the values before and after', async () => {
  const changes = [{ name: 'answers', before: ['192.0.2.1'], after: ['192.0.2.2'] }];
  const check = exampleResult(1, { endpointId: 'e1', verdict: 'up', failure: null, details: { changes } });
  await renderApp(<CheckDetails check={check} />);
  expect(screen.getByRole('heading', { name: 'Changed since the previous check' })).toBeTruthy();
  const item = within(screen.getByRole('list', { name: 'Changes' })).getByRole('listitem');
  expect(item.textContent).toBe('Answers−Before: 192.0.2.1+After: 192.0.2.2');
});
