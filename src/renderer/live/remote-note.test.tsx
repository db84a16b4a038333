import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { fakeSource } from '../testing/fake-sources.ts';
import { renderApp } from '../testing/render-app.tsx';
import { RemoteNote } from './remote-note.tsx';

afterEach(cleanup);

const rules = <RemoteNote what="rules" route={{ name: 'alerts' }} />;

test('links to the view of each other Lookout', async () => {
  const { bridge, settle } = await renderApp(rules);
  expect(document.body.textContent).not.toContain('rules');
  const source = { name: 'Berlin', address: 'https://berlin.example.org/watch/', token: 'lookout_abc' };
  await bridge.request('sources.save', { source });
  await settle();
  expect(screen.getByText(/Only rules of this Lookout are shown here/u)).toBeTruthy();
  const link = await screen.findByRole('link', { name: 'Berlin' });
  expect(link.getAttribute('href')).toBe('https://berlin.example.org/watch/#/alerts');
});

test('names them to those who may not see their addresses', async () => {
  const { bridge } = await renderApp(rules, {
    capabilities: { changeSettings: false },
    sources: [fakeSource('b', { name: 'Berlin' }), fakeSource('t', { name: 'Tokyo' })],
  });
  expect(screen.getByText(/on their own pages: Berlin, Tokyo\.$/u)).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
  expect(bridge.requests.some(({ channel }) => channel === 'sources.list')).toBe(false);
});
