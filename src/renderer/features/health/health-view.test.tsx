import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { Health } from '../../../contract/model/health.ts';
import { seededRandom } from '../../../shared/testing/seeded-random.ts';
import { fakeHealth } from '../../testing/fake-data.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { FIGURES, figureLabel } from './figures.ts';
import { HealthView } from './health-view.tsx';

afterEach(cleanup);

const verdict = () => screen.getByRole('region', { name: /^(Measurements are|Checks are) / });

test('begins with the verdict, then shows every figure with its meaning, and follows pushes', async () => {
  const { bridge, settle } = await renderApp(<HealthView />, { endpoints: 5 });
  for (const figure of FIGURES) {
    expect(screen.getByRole('heading', { name: figureLabel(figure), level: 3 })).toBeDefined();
  }
  expect(within(verdict()).getByRole('heading', { name: 'Measurements are trustworthy' })).toBeDefined();
  expect(document.querySelector('[class*="beyond"]')).toBeNull();

  const health = bridge.state().health!;
  const busy = { p50: 20, p99: 61, max: 82 };
  const next: Health = { ...health, at: health.at + 1000, inFlight: 1204, loopDelay: busy, loopUtilization: 0.91 };
  act(() => bridge.push({ type: 'health', health: next }));
  await settle();
  expect(within(verdict()).getByRole('heading', { name: 'Checks are delayed' })).toBeDefined();
  const problems = within(verdict())
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
  expect(problems[0]).toMatch(/^Event loop delay: 61\sms, above 50\sms since \S.*\(\d+\ss\)$/);
  expect(problems[1]).toMatch(/^Event loop use: 91\.0\s%, above 80\s% since /);
  // Only figures beyond their limit have a color.
  const colored = [...document.querySelectorAll('[class*="beyond"] h3')].map(({ textContent }) => textContent);
  expect(colored).toEqual(['Event loop delay', 'Event loop use']);
});

test('shows the readings from before the page was opened', async () => {
  const { bridge, settle } = await renderApp(<HealthView />, { endpoints: 5 });
  await settle();
  const points = () => [...document.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '');
  const count = Math.max(...points().map((path) => path.split('L').length));
  expect(count).toBeGreaterThan(100);

  // A reload of the page or a lost connection leaves no gap either.
  const at = Date.now();
  const kept = Array.from({ length: 200 }, (_, index) => fakeHealth(at - (200 - index) * 1000, seededRandom(index), 5));
  bridge.answer('health.history', () => kept);
  act(() => bridge.setConnected(false));
  await settle();
  act(() => bridge.setConnected(true));
  await settle();
  await settle();
  expect(Math.max(...points().map((path) => path.split('L').length))).toBeGreaterThan(180);
});
