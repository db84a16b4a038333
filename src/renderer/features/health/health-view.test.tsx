import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { FIGURES, headline } from './figures.ts';
import { HealthView } from './health-view.tsx';

vi.setConfig({ testTimeout: 60_000 });
afterEach(cleanup);

test('every figure stands with its meaning, and follows what is pushed', async () => {
  const { bridge, settle } = await renderApp(<HealthView />, { endpoints: 5 });
  for (const { name } of FIGURES) expect(screen.getByRole('heading', { name })).toBeDefined();
  const health = bridge.state().health!;
  const next: Health = {
    ...health,
    at: health.at + 1000,
    inFlight: 1204,
    inFlightMax: 1300,
    loopDelay: { p50: 0.3, p99: 2, max: 6 },
    loopUtilization: 0.91,
  };
  expect(screen.queryByText('Look here')).toBeNull();
  act(() => bridge.push({ type: 'health', health: next }));
  await settle();
  expect(
    screen.getByText('One event loop is holding 1,204 waits; it was never more than 6 ms late in the last 10 s.'),
  ).toBeDefined();
  expect(screen.getByText('at most 1,300')).toBeDefined();
  // The loop is nearly always busy, and more checks wanted to be in flight than the gate lets in.
  expect(screen.getAllByText('Look here')).toHaveLength(2);
});

test('the headline counts one wait and none in words', async () => {
  const { bridge } = await renderApp(<HealthView />, { endpoints: 5 });
  const health = bridge.state().health!;
  expect(headline({ ...health, inFlight: 1 })).toContain('holding 1 wait;');
  expect(headline({ ...health, inFlight: 0 })).toContain('no check is waiting');
});

test('nothing worries in a calm engine, and each that can worry does at its bound', async () => {
  const { bridge } = await renderApp(<HealthView />, { endpoints: 5 });
  const { settings } = bridge.state();
  const calm = bridge.state().health!;
  const worries = (health: Health, with_: Settings = settings) =>
    FIGURES.filter((figure) => figure.worrying(health, with_)).map((figure) => figure.name);
  expect(worries(calm)).toEqual([]);
  expect(worries({ ...calm, loopDelay: { p50: 1, p99: 40, max: 80 } })).toEqual(['Event-loop delay']);
  expect(worries({ ...calm, lateness: { p50: 1, p99: 40, max: 1500 } })).toEqual(['Lateness']);
  expect(worries({ ...calm, store: { ...calm.store, queued: 9000, writeMs: 2000 } })).toEqual([
    'Rows waiting',
    'Write time',
  ]);
  expect(worries({ ...calm, inFlight: 0, waiting: 3 })).toEqual(['Waiting in the gate']);
});
