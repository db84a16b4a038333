import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { formatTime } from '../../../format.ts';
import { renderApp } from '../../../testing/render-app.tsx';
import { DetailView } from '../detail-view.tsx';

afterEach(cleanup);

test('a link with a time shows the last check that began by then', async () => {
  location.hash = '#/endpoint/e1?at=1';
  // The history of the fake engine is known only once it runs.
  const first = await renderApp(<DetailView id="e1" />, { endpoints: 3 });
  const { recent } = first.bridge.state().endpoints.get('e1') ?? {};
  const wanted = recent?.at.at(-4) ?? 0;
  cleanup();
  const { bridge, settle } = await renderApp(<DetailView id="e1" at={wanted + 10} />, { endpoints: 3 });
  await settle();
  const asked = bridge.requests.filter(({ channel }) => channel === 'checks.list').map(({ args }) => args);
  expect(asked).toContainEqual({ id: 'e1', before: wanted + 11, limit: 1 });
  const there =
    bridge
      .state()
      .endpoints.get('e1')
      ?.recent.at.findLast((at) => at <= wanted + 10) ?? 0;
  await waitFor(() => {
    const table = screen.getByRole('table', { name: 'Recent checks' });
    const current = within(table)
      .getAllByRole('row')
      .filter((row) => row.getAttribute('aria-current') === 'true');
    expect(current.map((row) => row.textContent)).toEqual([expect.stringContaining(formatTime(there))]);
  });
});
