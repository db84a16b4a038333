/** Ranges that a person types in a form. */
import { parseTimeRange, type TimeRangeProblem } from '../../../shared/time-range.ts';
import { spanOf, type TimeSpan, type TimeView } from '../../../shared/time-view.ts';
import { say } from '../../texts.ts';

/** The range that a text describes at a time, or why it is not a range. */
export function typedSpan(typed: string, now: number): TimeSpan | TimeRangeProblem {
  const parsed = parseTimeRange(typed, now);
  return parsed.ok ? wholeSpan(parsed.view, now) : parsed.problem;
}

/** The period that a view shows at a time, in whole milliseconds, as the engine requires. */
export function wholeSpan(view: TimeView, now: number): TimeSpan {
  const { from, to } = spanOf(view, now);
  return { from: Math.floor(from), to: Math.ceil(to) };
}

/** The text of a problem for people. */
export function rangeProblemText(problem: TimeRangeProblem): string {
  return problem.code === 'range.notUnderstood' ? say(problem.code, { part: problem.part }) : say(problem.code);
}
