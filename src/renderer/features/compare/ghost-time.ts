/** The time of a ghost line: the same hours of an earlier day. Pure. */
import type { Ghost } from '../../navigation/comparison.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import type { PageTime } from '../detail/range/use-viewport.ts';

export const GHOSTS: readonly { readonly value: Ghost; readonly label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'yesterday', label: 'Yesterday' },
  { value: 'lastWeek', label: 'Last week' },
];

/** The label of the lines of an earlier time. */
export function ghostLabel(ghost: Ghost): string {
  return GHOSTS.find(({ value }) => value === ghost)?.label ?? '';
}

const DAYS: Readonly<Record<Ghost, number>> = { none: 0, yesterday: 1, lastWeek: 7 };

/**
 * How long before a time its ghost is: whole days of the local calendar, so that the hour of the day stays the same.
 */
export function ghostShift(ghost: Ghost, at: EpochMs): Ms {
  const earlier = new Date(at);
  earlier.setDate(earlier.getDate() - DAYS[ghost]);
  return Math.round(at) - earlier.getTime();
}

/** A ghost is requested again when the view has moved this far. */
const LEAST_STEP: Ms = 10_000;
const STEPS = 40;

/**
 * The time of the page, moved back by `by`. It moves in steps, so that a live page does not request it with every
 * check.
 */
export function ghostTime(time: PageTime, by: Ms): PageTime {
  const length = time.settled.to - time.settled.from;
  const step = Math.max(LEAST_STEP, length / STEPS);
  const settled = {
    from: Math.floor((time.settled.from - by) / step) * step,
    to: Math.ceil((time.settled.to - by) / step + 1) * step,
  };
  const span = time.inGesture ? { from: time.span.from - by, to: time.span.to - by } : settled;
  return { ...time, view: { type: 'fixed', ...settled }, span, settled, moves: false };
}
