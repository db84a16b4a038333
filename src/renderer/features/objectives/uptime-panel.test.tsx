import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ObjectiveView } from '../../../contract/model/objective.ts';
import { FAKE_STATUS } from '../../testing/fake-objectives.ts';
import { renderApp } from '../../testing/render-app.tsx';
import { budgetText, burnText, outlookText, ratioText, targetText } from './objective-text.ts';
import { UptimePanel } from './uptime-panel.tsx';

afterEach(cleanup);

const DAY = 86_400_000;
const objective: ObjectiveView = {
  id: 'o',
  source: 'hand',
  config: { name: 'Shop', match: {}, target: 99.9, window: 30 * DAY },
  endpoints: ['e0'],
  ...FAKE_STATUS,
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('shows the uptime of usual periods, and says how to get an objective', async () => {
  const { settle } = await renderApp(<UptimePanel id="e0" />);
  await settle();
  expect(screen.getByText(/^No objective\./u)).toBeDefined();
  const row = screen.getByRole('row', { name: /^30 days/u });
  expect(
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => plain(textContent ?? '')),
  ).toEqual(['99.98 %', '8 min 38 s', '97.0 %', '1']);
});

test('requests each figure once when it is opened, also when it was open before', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_764_450_010_000 });
  await renderApp(<UptimePanel id="e0" />);
  cleanup();
  vi.setSystemTime(1_764_450_015_000);
  const { bridge } = await renderApp(<UptimePanel id="e0" />);
  vi.useRealTimers();
  const asked = (channel: string) => bridge.requests.filter((one) => one.channel === channel).length;
  expect([asked('objectives.list'), asked('uptime.range')]).toEqual([1, 7]);
});

test('shows the objectives that the endpoint counts for', async () => {
  const { bridge, settle } = await renderApp(<UptimePanel id="e0" />);
  await bridge.request('objectives.save', { objective: { name: 'Shop', target: 99.9 } });
  await settle();
  const item = screen.getByRole('article', { name: 'Objective Shop' });
  expect(within(item).getByText(plain(budgetText(objective)))).toBeDefined();
});

test('texts', () => {
  expect(plain(targetText(objective.config))).toBe('99.9 % over 30 d');
  expect(plain(budgetText(objective))).toBe('34 min 34 s of 43 min 12 s left');
  expect(plain(budgetText({ ...objective, leftMs: -180_000 }))).toBe('Missed by 3 min');
  expect([0, 0.01, 1.24, 16.7].map((rate) => plain(burnText(rate)))).toEqual(['0', '< 0.1×', '1.2×', '17×']);
  expect(plain(ratioText(objective))).toBe('99.98 %, 97.0 % known');
});

test('the outlook says when the budget will be used up, to the minute, and what it assumes', () => {
  const now = new Date(2026, 11, 30, 8, 15, 40).getTime();
  const outlook = (more: Partial<ObjectiveView>) =>
    plain(outlookText({ ...objective, ...more }, now)).replaceAll('\u202f', ' ');
  expect(outlook({})).toBe('At the current rate, the budget will last.');
  expect(outlook({ exhaustedAt: now + 0.9 * DAY })).toBe(
    'At the current rate, the budget will be used up in 21 h (Dec 31, 05:51 AM).',
  );
  expect(outlook({ exhaustedAt: now + 2.5 * DAY })).toMatch(/ in 2 d \(Jan 1, 2027, 08:15 PM\)\.$/u);
  expect(outlook({ forecast: 'outage', level: 'fast', exhaustedAt: now + 660_000 })).toMatch(
    /^Burning fast.* month’s .*hour\. If it stays down, the budget will be used up in 11 min \(Dec 30, 08:26 AM\)\.$/u,
  );
  expect(outlook({ forecast: 'outage', endpoints: ['a', 'b'], exhaustedAt: now + 660_000 })).toMatch(
    /^If nothing recovers/u,
  );
  // Nothing is left: more down time misses the objective.
  expect(outlook({ leftMs: 0 })).toBe('The budget is used up.');
});
