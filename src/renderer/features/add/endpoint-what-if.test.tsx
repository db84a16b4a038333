import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { renderApp } from '../../testing/render-app.tsx';
import { EndpointWhatIfSection } from './endpoint-what-if.tsx';

afterEach(cleanup);

test('says how often and how long an endpoint would have been down', async () => {
  const config = () => ({ kind: 'http', retries: 3, degradedAbove: '500ms', conditions: ['[STATUS] == 200'] });
  const { bridge, settle } = await renderApp(<EndpointWhatIfSection id="e" config={config} />);
  fireEvent.click(screen.getByRole('button', { name: 'Replay' }));
  await settle();
  const text = screen.getByRole('region', { name: 'What if' }).textContent.replaceAll('\u{a0}', ' ');
  expect(text).toContain('Would have been down once, 12 min.');
  expect(text).toContain('With its saved settings: down 3 times, 12 min; degraded for 1 min.');
  expect(text).toContain('What new conditions would have found is not stored.');
  expect(bridge.requests.find(({ channel }) => channel === 'whatIf.endpoint')?.args).toMatchObject({
    id: 'e',
    days: 7,
    config: { retries: 3, degradedAbove: '500ms', conditions: ['[STATUS] == 200'] },
  });
});

test('an empty limit means none', async () => {
  const { bridge, settle } = await renderApp(<EndpointWhatIfSection id="e" config={() => ({ kind: 'http' })} />);
  fireEvent.click(screen.getByRole('button', { name: 'Replay' }));
  await settle();
  expect(bridge.requests.find(({ channel }) => channel === 'whatIf.endpoint')?.args).toMatchObject({
    config: { degradedAbove: null, conditions: [] },
  });
});
