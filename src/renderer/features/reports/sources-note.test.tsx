import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { fakeSource } from '../../testing/fake-sources.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { ReportsView } from './reports-view.tsx';

afterEach(cleanup);

test('says which sources a report covers, and which it leaves out', async () => {
  const berlin = fakeSource('b1', { name: 'Berlin' });
  const tokyo = fakeSource('t1', {
    name: 'Tokyo',
    connection: { state: 'reconnecting', since: 0, lastContact: 0, problem: null, version: null, scope: null },
  });
  const { settle } = await renderApp(<ReportsView />, { sources: [berlin, tokyo] });
  await settle();
  expect(screen.getByText(/endpoints of Berlin, too\. It leaves out Tokyo/u)).toBeTruthy();
});
