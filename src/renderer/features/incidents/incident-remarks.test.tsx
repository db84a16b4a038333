import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { FAKE_KINDS, fakeTexts } from '../../testing/fake-kinds.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { sharedText } from './incident-figures.tsx';
import { entryText } from './incident-timeline.tsx';
import { IncidentsView } from './incidents-view.tsx';

afterEach(cleanup);

async function openEnded() {
  const app = await renderApp(<IncidentsView />, { endpoints: 30 });
  const item = screen.getAllByRole('listitem').find((one) => one.textContent?.startsWith('Ended'))!;
  fireEvent.click(within(item).getByRole('button', { name: 'Evidence' }));
  await app.settle();
  return { ...app, item };
}

test('an incident is acknowledged, and the list and the timeline show it', async () => {
  const { item, settle } = await openEnded();
  fireEvent.click(within(item).getByRole('button', { name: 'Acknowledge' }));
  const dialog = screen.getByRole('dialog');
  fireEvent.change(within(dialog).getByLabelText(/^Your name/u), { target: { value: 'Ada' } });
  fireEvent.submit(dialog.querySelector('form')!);
  await settle();
  await settle();
  expect(item.textContent).toContain(' · acknowledged');
  expect(within(item).getByRole('list', { name: 'Timeline' }).textContent).toContain('Acknowledged by Ada');
  expect(within(item).queryByRole('button', { name: 'Acknowledge' })).toBeNull();
});

test('excluding needs a reason, is marked, and can be undone', async () => {
  const { item, settle } = await openEnded();
  fireEvent.click(within(item).getByRole('button', { name: 'Exclude from uptime' }));
  const dialog = screen.getByRole('dialog');
  fireEvent.submit(dialog.querySelector('form')!);
  expect(within(dialog).getByText('Reason is required.')).toBeDefined();
  fireEvent.change(within(dialog).getByLabelText(/^Reason/u), { target: { value: 'A test' } });
  fireEvent.submit(dialog.querySelector('form')!);
  await settle();
  await settle();
  expect(item.textContent).toContain(' · excluded');
  expect(item.textContent).toContain('Excluded from uptime: A test');
  fireEvent.click(within(item).getByRole('button', { name: 'Include in uptime' }));
  await settle();
  await settle();
  expect(item.textContent).not.toContain(' · excluded');
});

test('shows the figures of the period', async () => {
  await renderApp(<IncidentsView />, { endpoints: 30 });
  const figures = screen.getByRole('region', { name: 'Figures' });
  expect(figures.textContent?.replaceAll('\u00a0', ' ')).toContain('Time to recovery4 min');
  expect(figures.textContent).toContain('Connection refused');
});

test('texts', () => {
  const incidents = [
    { id: '1', endpointId: 'a' },
    { id: '2', endpointId: 'b' },
  ];
  const outage = { from: 0, to: 1, incidents, shared: null };
  expect(sharedText(outage)).toBe('2 endpoints failed together');
  const shared = { by: 'network' as const, value: '10.0.0.0/24', failed: 2, all: 2 };
  expect(sharedText({ ...outage, shared })).toBe('2 endpoints failed together: they share the network 10.0.0.0/24');
  const more = ['c', 'd', 'e'].map((endpointId) => ({ id: endpointId, endpointId }));
  expect(sharedText({ ...outage, incidents: [...incidents, ...more], shared: { ...shared, failed: 4, all: 4 } })).toBe(
    '5 endpoints failed together: 4 of them share the network 10.0.0.0/24',
  );
  expect(entryText({ type: 'failing', at: 0, count: 12 }, fakeTexts, 'http')).toBe('12 more failed checks');
  const change = { at: 0, name: 'names', before: ['a'], after: ['a', 'b'] };
  const names = FAKE_KINDS.find(({ kind }) => kind === 'tcp')?.details ?? [];
  expect(entryText({ type: 'change', at: 0, change }, fakeTexts, 'tcp', names)).toBe('Names changed: – → b');
});
