/** Uptime and latency by the local calendar, in a whole engine. */
import { expect, it } from 'vitest';
import { refused, setUpEngine } from './testing/engine-setup.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('the days of the calendar have the up and down time of each, until now', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const start = time.clock.now();
  const id = await add({ retries: 0, interval: MINUTE });
  await time.advance(30 * MINUTE);
  network.answer = () => refused;
  await time.advance(10 * MINUTE);
  network.answer = () => null;
  await time.advance(5 * MINUTE);
  await engine.request('endpoints.pause', { ids: [id] });
  await time.advance(10 * MINUTE);
  const days = await engine.request('calendar.days', { id, days: 3, timeZone: 'Europe/Berlin' });
  const minutes = (column: readonly number[]) => Math.round(column.reduce((sum, ms) => sum + ms, 0) / MINUTE);
  expect([minutes(days.upMs), minutes(days.downMs), minutes(days.plannedMs)]).toEqual([35, 10, 10]);
  expect(days.date).toHaveLength(3);
  expect(days.date[2]).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(time.clock.now()));
  expect(days.from[0]).toBeLessThan(start);
  expect(days.to).toBeGreaterThan(time.clock.now());
});

it('the hours of the week have the median and the down time of each', async () => {
  const { engine, time, network, add } = await setUpEngine();
  const id = await add({ retries: 0, interval: MINUTE });
  await time.advance(HOUR);
  network.answer = () => refused;
  await time.advance(20 * MINUTE);
  network.answer = () => null;
  await time.advance(HOUR);
  const week = await engine.request('calendar.weekHours', { id, weeks: 2, timeZone: 'Asia/Kolkata' });
  const columns = [week.medianMs, week.latencies, week.upMs, week.downMs];
  expect(columns.map((column) => column.length)).toEqual([168, 168, 168, 168]);
  const measured = week.medianMs.flatMap((median, cell) => (median === null ? [] : [cell]));
  expect(measured.length).toBeGreaterThanOrEqual(2);
  expect(measured.length).toBeLessThanOrEqual(4);
  expect(week.latencies.reduce((sum, count) => sum + count, 0)).toBe(
    (await engine.request('series.get', { id, from: 0, to: time.clock.now(), points: 2000 })).summary.count,
  );
  expect(Math.round(week.downMs.reduce((sum, ms) => sum + ms, 0) / MINUTE)).toBe(20);
  expect(week.to).toBe(time.clock.now());
});

it('names of time zones that do not exist are refused, and so is a calendar that is too long', async () => {
  const { engine, add } = await setUpEngine();
  const id = await add({});
  await expect(engine.request('calendar.days', { id, days: 3, timeZone: 'Europe/Atlantis' })).rejects.toMatchObject({
    issues: [{ path: 'timeZone', code: 'timezone' }],
  });
  await expect(engine.request('calendar.days', { id, days: 741 })).rejects.toMatchObject({
    issues: [{ path: 'days' }],
  });
  await expect(engine.request('calendar.weekHours', { id: 'gone', weeks: 1 })).rejects.toMatchObject({
    reason: 'endpointNotFound',
  });
});
