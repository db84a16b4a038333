import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Incident } from '../../../contract/model/incident.ts';
import { incidentDays } from './incident-days.ts';
import { boundsOf, matches, startOfDay } from './incident-filter.ts';

const HOUR = 3_600_000;
const local = (...parts: readonly [number, number, number, number?]) => {
  const [year, month, day, hour = 0] = parts;
  return new Date(year, month - 1, day, hour).getTime();
};
const incident = (startedAt: number, resolvedAt: number | null) => ({ startedAt, resolvedAt }) as Incident;

describe.each(['UTC', 'Europe/Berlin', 'Pacific/Auckland'])('in %s', (zone) => {
  const before = process.env['TZ'];
  beforeEach(() => void (process.env['TZ'] = zone));
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  test('a period begins at the start of its first day, also over a change of the clocks', () => {
    const now = local(2026, 3, 30, 9);
    expect(boundsOf({ name: 'today' }, now)).toEqual({ from: local(2026, 3, 30), to: Infinity });
    expect(boundsOf({ name: '7d' }, now).from).toBe(local(2026, 3, 24));
    expect(boundsOf({ name: '30d' }, now).from).toBe(local(2026, 3, 1));
    expect(boundsOf({ name: 'between', first: '2026-03-29', last: '2026-03-29' }, now)).toEqual({
      from: local(2026, 3, 29),
      to: local(2026, 3, 30),
    });
    expect(startOfDay(local(2026, 10, 25, 23))).toBe(local(2026, 10, 25));
    expect(startOfDay(local(2026, 10, 26, 1), -1)).toBe(local(2026, 10, 25));
  });

  test('an incident belongs to every day on which it was open', () => {
    const day = boundsOf({ name: 'between', first: '2026-03-12', last: '2026-03-12' }, 0);
    const open = (from: number, to: number | null) => matches(incident(from, to), 'all', day);
    expect(open(local(2026, 3, 11, 23), local(2026, 3, 12, 1))).toBe(true);
    expect(open(local(2026, 3, 12, 23), local(2026, 3, 14))).toBe(true);
    expect(open(local(2026, 3, 1), local(2026, 3, 20))).toBe(true);
    expect(open(local(2026, 3, 11), local(2026, 3, 11, 23))).toBe(false);
    expect(open(local(2026, 3, 13), null)).toBe(false);
    expect(open(local(2026, 3, 1), null)).toBe(true);
  });
});

test('an incomplete date is no bound', () => {
  const none = { from: -Infinity, to: Infinity };
  expect(boundsOf({ name: 'any' }, 0)).toEqual(none);
  expect(boundsOf({ name: 'between', first: '', last: '2026-' }, 0)).toEqual(none);
});

test('the status is the current one of the incident', () => {
  const all = boundsOf({ name: 'any' }, 0);
  expect(matches(incident(1, null), 'open', all)).toBe(true);
  expect(matches(incident(1, 2), 'open', all)).toBe(false);
  expect(matches(incident(1, 2), 'ended', all)).toBe(true);
  expect(matches(incident(1, null), 'ended', all)).toBe(false);
});

test('days are in order after the open incidents, each with the duration of its incidents', () => {
  const noon = local(2026, 3, 12, 12);
  const items = [
    incident(noon, null),
    incident(noon, noon + HOUR),
    incident(noon - HOUR, noon),
    incident(noon - 48 * HOUR, noon - 47 * HOUR),
  ].map((one) => ({ incident: one }));
  const none = () => false;
  const days = incidentDays(items, false, none);
  expect(days.map(({ day, items: list, downMs }) => [day, list.length, downMs])).toEqual([
    [null, 1, 0],
    [local(2026, 3, 12), 2, 2 * HOUR],
    [local(2026, 3, 10), 1, HOUR],
  ]);
  expect(days.map(({ complete }) => complete)).toEqual([true, true, true]);
  expect(incidentDays(items, true, none).map(({ complete }) => complete)).toEqual([true, true, false]);
  expect(incidentDays(items.slice(0, 1), true, none).map(({ complete }) => complete)).toEqual([true]);
});

test('the down time of a day is without incidents that are excluded from uptime, as in the figures above', () => {
  const noon = local(2026, 3, 12, 12);
  const items = [
    { incident: { ...incident(noon, noon + HOUR), id: 'excluded' } },
    { incident: incident(noon - HOUR, noon) },
  ];
  const [day] = incidentDays(items, false, (id) => id === 'excluded');
  expect([day?.items.length, day?.downMs]).toEqual([2, HOUR]);
});
