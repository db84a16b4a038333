import { expect, test, vi } from 'vitest';
import type { Args } from '../../../../contract/channels/index.ts';
import type { LiveStore } from '../../../live/live-store.ts';
import { findCheck } from './find-check.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The start of a day. */
const FROM = 1_764_460_800_000;

/** An engine with a check every 20 seconds, of which some failed. @param kept whether single checks are still there */
function engine(failedAt: readonly number[], kept = true) {
  const checks = Array.from({ length: DAY / (20 * SECOND) }, (_, index) => FROM + index * 20 * SECOND);
  const isDown = (at: number) => failedAt.includes(at);
  const request = vi.fn<(channel: string, args: unknown) => Promise<unknown>>(async (channel, args) => {
    if (channel === 'checks.list') {
      const { before = Infinity, limit } = args as Args<'checks.list'>;
      const list = kept ? checks.filter((at) => at < before).slice(-limit) : [];
      return list.toReversed().map((at) => ({ at, verdict: isDown(at) ? 'down' : 'up' }));
    }
    const { from, to, points } = args as Args<'series.get'>;
    const within = checks.filter((at) => at >= from && at <= to);
    const step =
      kept && within.length <= points ? 0 : Math.max(60 * SECOND, Math.ceil((to - from) / points / 1000) * 1000);
    const startOf = (at: number) => (step === 0 ? at : Math.floor(at / step) * step);
    const starts = [...new Set(within.map(startOf))];
    const counts = new Map<string, number>();
    for (const at of within) {
      const key = `${startOf(at)} ${isDown(at)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const amount = (start: number, down: boolean) => counts.get(`${start} ${down}`) ?? 0;
    return {
      step,
      at: starts,
      count: starts.map((start) => amount(start, false)),
      down: starts.map((start) => amount(start, true)),
      unknown: starts.map(() => 0),
    };
  });
  return { request: request as unknown as LiveStore['request'], asked: request };
}

const POINT = { at: FROM, width: DAY, count: 4319, down: 1, unknown: 0 };

test('a single check is itself, without asking', async () => {
  const { request, asked } = engine([]);
  expect(await findCheck(request, 'a', { ...POINT, at: FROM + 5, width: 0 })).toBe(FROM + 5);
  expect(asked).not.toHaveBeenCalled();
});

test.each([0, 20 * SECOND, 7 * HOUR, DAY - 20 * SECOND])(
  'the one failed check of thousands is found, %d ms after the start',
  async (after) => {
    const { request, asked } = engine([FROM + after]);
    expect(await findCheck(request, 'a', POINT)).toBe(FROM + after);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
  },
);

test('of several failed checks, the first', async () => {
  const { request } = engine([FROM + 3 * HOUR, FROM + 3 * HOUR + 20 * SECOND, FROM + 20 * HOUR]);
  expect(await findCheck(request, 'a', { ...POINT, down: 3 })).toBe(FROM + 3 * HOUR);
});

test('without a failure, the newest check of the point, and not of the time after it', async () => {
  const { request } = engine([FROM + 5 * HOUR]);
  const point = { at: FROM + HOUR, width: HOUR, count: 180, down: 0, unknown: 0 };
  expect(await findCheck(request, 'a', point)).toBe(FROM + 2 * HOUR - 20 * SECOND);
});

test('nothing, where single checks are no longer kept', async () => {
  const { request } = engine([FROM + 5 * HOUR], false);
  expect(await findCheck(request, 'a', POINT)).toBeNull();
  expect(await findCheck(request, 'a', { ...POINT, down: 0 })).toBeNull();
});
