/** The time that imported checks cover: the statuses that the endpoint would have had with them. Pure. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { next, pending, withoutUnconfirmed, type StatusState } from '../verdict/status.ts';
import { emptyTimeline, extend, isUnbroken, toleranceOf, type Timeline } from '../verdict/timeline.ts';

/** The fields of a check that decide about the status. */
export type ImportedCheck = Pick<CheckResult, 'at' | 'durationMs' | 'verdict' | 'failure'>;

/**
 * @param checks in any order
 * @param known the spans of the endpoint that are stored already: they stay as they are
 * @returns the spans that the checks add, oldest first
 */
export function importedSpans(
  { id, config }: { readonly id: string; readonly config: CommonConfig },
  checks: readonly ImportedCheck[],
  known: readonly StatusSpan[],
): readonly StatusSpan[] {
  const tolerance = toleranceOf(config);
  const spans = new Map<EpochMs, StatusSpan>();
  let state: StatusState = pending(0);
  let timeline: Timeline = emptyTimeline;
  for (const check of checks.toSorted((a, b) => a.at - b.at)) {
    // A file has only times of the wall clock.
    if (!isUnbroken(timeline, { at: check.at, mono: check.at }, tolerance)) state = withoutUnconfirmed(state);
    const result: CheckResult = { ...NOTHING_ELSE, ...check, endpointId: id };
    ({ state } = next(state, result, check.at, config, () => ''));
    const extension = extend(timeline, result, check.at, state, tolerance);
    timeline = extension.timeline;
    for (const span of extension.changed) spans.set(span.from, span);
  }
  const stored = known.toSorted((a, b) => a.from - b.from);
  return [...spans.values()].toSorted((a, b) => a.from - b.from).flatMap((span) => without(span, stored));
}

const NOTHING_ELSE = {
  queuedMs: 0,
  lateMs: 0,
  selfMs: 0,
  disturbed: false,
  swallowed: null,
  phases: {},
  metrics: {},
  details: {},
} as const;

/** The parts of a span that others do not cover. @param others oldest first */
function without(span: StatusSpan, others: readonly StatusSpan[]): readonly StatusSpan[] {
  const parts: StatusSpan[] = [];
  let { from } = span;
  for (const other of others) {
    if (other.from >= span.to) break;
    if (other.to <= from) continue;
    if (other.from > from) parts.push({ ...span, from, to: other.from });
    from = Math.max(from, other.to);
  }
  if (from < span.to) parts.push({ ...span, from });
  return parts;
}
