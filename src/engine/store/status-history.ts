/**
 * The states of an endpoint over a range of time: its spans and, between them, the reason why nothing was checked. Pure:
 * both stores pass their rows to it.
 */
import type { HistoryIncident, HistorySpan, HistoryState, StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';

/** A period in which Lookout ran or this computer slept. At all other times, Lookout was not running. */
export interface Presence {
  readonly state: 'running' | 'asleep';
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface StatusHistoryOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** About the maximum number of points; at least 1. */
  readonly points: number;
  /** When the endpoint was created. The history has nothing before that. */
  readonly since: EpochMs;
  /** A gap between two spans that is no longer than this belongs to the span before it. */
  readonly tolerance: Ms;
  /** The open span, up to now; it replaces the stored span with the same start. Null: there is none. */
  readonly current: StatusSpan | null;
  /** The current run of Lookout, up to now; like `current`. */
  readonly running: Presence | null;
}

/** The rows that a store read for a history. */
export interface StatusHistoryRows {
  /** From the last span that began before the range; oldest first. */
  readonly spans: Iterable<StatusSpan>;
  /** Those that overlap the range, in any order. */
  readonly presence: readonly Presence[];
  /** The start of the earliest presence; Infinity if there is none. Before that, it is unknown whether Lookout ran. */
  readonly presenceSince: EpochMs;
  /** Those that overlap the range, oldest first, each with `incidents: 1`. */
  readonly incidents: Iterable<HistoryIncident>;
}

export function statusHistory(rows: StatusHistoryRows, options: StatusHistoryOptions): StatusHistory {
  const { from, to, points, current } = options;
  const step = (to - from) / Math.max(1, points);
  const spans = new SpanReducer(from, step, points);
  for (const span of historySpans(rows, options)) spans.add(span);
  const list = spans.list();
  const last = list.at(-1);
  return {
    from,
    to,
    spans: list,
    open: current !== null && last?.state === current.status && last.to >= Math.min(to, current.to),
    incidents: reduceIncidents(rows.incidents, step, points),
  };
}

/** Every span and every gap in the range, clipped to it, oldest first. */
function* historySpans(rows: StatusHistoryRows, options: StatusHistoryOptions): Generator<HistorySpan> {
  const { to, tolerance } = options;
  const holes = new Holes(rows, options);
  // Before that, nothing is known: it was deleted or not recorded yet.
  const known = Math.max(options.since, holes.since);
  let before: HistorySpan | null = null;
  for (const { status, reason, from: start, to: end } of withCurrent(rows.spans, options.current)) {
    if (start > to) break;
    // The clock was set back: the later span begins where the earlier one ends.
    const begin: EpochMs = before === null ? start : Math.max(start, before.to);
    if (before === null) {
      yield* clipped(holes.between(known, begin), options);
    } else if (begin - before.to <= tolerance) {
      before = upTo(before, begin);
    } else {
      yield* clipped([before], options);
      yield* clipped(holes.between(before.to, begin), options);
      before = null;
    }
    if (before !== null) yield* clipped([before], options);
    before = { state: status, ...(reason === undefined ? {} : { reason }), from: begin, to: Math.max(begin, end) };
  }
  if (before === null) {
    yield* clipped(holes.between(known, to), options);
    return;
  }
  yield* clipped([before], options);
  yield* clipped(holes.between(before.to, to), options);
}

function upTo(span: HistorySpan, to: EpochMs): HistorySpan {
  return { ...span, to };
}

/** Puts the current span in place of the stored span with the same start, or after all others. */
function* withCurrent(spans: Iterable<StatusSpan>, current: StatusSpan | null): Generator<StatusSpan> {
  for (const span of spans) if (current === null || span.from < current.from) yield span;
  if (current !== null) yield current;
}

function* clipped(spans: Iterable<HistorySpan>, range: StatusHistoryOptions): Generator<HistorySpan> {
  for (const span of spans) {
    const from = Math.max(span.from, range.from);
    const to = Math.min(span.to, range.to);
    if (to > from) yield { ...span, from, to };
  }
}

/** Finds the reason for a time without checks. Queries must be in order of time. */
class Holes {
  /** The time from which it is known whether Lookout ran. */
  readonly since: EpochMs;
  /** By start. */
  readonly #presence: readonly Presence[];
  readonly #tolerance: Ms;
  /** Presences before this index ended before the last queried gap. */
  #first = 0;

  constructor({ presence, presenceSince }: StatusHistoryRows, { running, tolerance }: StatusHistoryOptions) {
    const stored = presence.filter(({ from }) => from !== running?.from);
    this.#presence = [...stored, ...(running === null ? [] : [running])].toSorted((a, b) => a.from - b.from);
    this.since = Math.min(presenceSince, running?.from ?? Infinity);
    this.#tolerance = tolerance;
  }

  /** @returns nothing for a gap that is no longer than the tolerance */
  between(from: EpochMs, to: EpochMs): readonly HistorySpan[] {
    if (to - from <= this.#tolerance) return [];
    const within = this.#within(from, to);
    const edges = within.flatMap((one) => [one.from, one.to]).concat(this.since);
    const cuts = [from, ...edges.filter((at) => at > from && at < to).toSorted((a, b) => a - b), to];
    const pieces: HistorySpan[] = [];
    for (const [index, start] of cuts.slice(0, -1).entries()) {
      const end = cuts[index + 1] ?? to;
      if (end > start) pushJoined(pieces, { state: this.#stateAt((start + end) / 2, within), from: start, to: end });
    }
    return withoutSlivers(pieces, this.#tolerance);
  }

  #within(from: EpochMs, to: EpochMs): readonly Presence[] {
    const all = this.#presence;
    while ((all[this.#first]?.to ?? Infinity) <= from) this.#first += 1;
    const within: Presence[] = [];
    for (let index = this.#first; (all[index]?.from ?? Infinity) < to; index += 1) {
      const one = all[index];
      if (one !== undefined && one.to > from) within.push(one);
    }
    return within;
  }

  #stateAt(at: EpochMs, within: readonly Presence[]): HistoryState {
    const covers = (state: Presence['state']) =>
      within.some((one) => one.state === state && one.from <= at && one.to >= at);
    if (covers('asleep')) return 'asleep';
    return at < this.since || covers('running') ? 'unwatched' : 'notRunning';
  }
}

/** The time from a start or from waking up to the first check belongs to the reason before it. */
function withoutSlivers(pieces: readonly HistorySpan[], tolerance: Ms): readonly HistorySpan[] {
  const isSliver = ({ state, from, to }: HistorySpan) => state === 'unwatched' && to - from <= tolerance;
  const kept: HistorySpan[] = [];
  for (const [index, piece] of pieces.entries()) {
    const neighbour = kept.at(-1) ?? pieces[index + 1];
    pushJoined(kept, isSliver(piece) && neighbour !== undefined ? { ...piece, state: neighbour.state } : piece);
  }
  return kept;
}

/** Adds a span, or extends the last one if it has the same state. @returns whether it was added */
function pushJoined(list: HistorySpan[], span: HistorySpan): boolean {
  const last = list.at(-1);
  if (last?.state === span.state && last.reason === span.reason && last.to >= span.from) {
    list[list.length - 1] = { ...last, to: Math.max(last.to, span.to) };
    return false;
  }
  list.push(span);
  return true;
}

/** The state of joined spans: the first of these that one of them has. */
const WORST: readonly HistoryState[] = [
  'down',
  'unknown',
  'notRunning',
  'asleep',
  'unwatched',
  'paused',
  'maintenance',
  'excluded',
  'degraded',
  'up',
];

/**
 * Keeps all spans while there are few. If there are more, spans shorter than a point are joined with the other short spans of
 * that point; longer ones stay.
 */
class SpanReducer {
  readonly #from: EpochMs;
  readonly #step: Ms;
  readonly #limit: number;
  #list: HistorySpan[] = [];
  #reducing = false;
  /** The point of the last span in the list; -1 if it is a long one. */
  #point = -1;

  constructor(from: EpochMs, step: Ms, points: number) {
    this.#from = from;
    this.#step = step;
    this.#limit = Math.max(1, points);
  }

  add(span: HistorySpan): void {
    if (this.#reducing) {
      this.#join(span);
      return;
    }
    pushJoined(this.#list, span);
    if (this.#list.length <= this.#limit) return;
    this.#reducing = true;
    const all = this.#list;
    this.#list = [];
    for (const one of all) this.#join(one);
  }

  list(): readonly HistorySpan[] {
    return this.#list;
  }

  #join(span: HistorySpan): void {
    const point = span.to - span.from >= this.#step ? -1 : Math.floor((span.from - this.#from) / this.#step);
    const last = this.#list.at(-1);
    if (last !== undefined && point >= 0 && point === this.#point) {
      const worst = WORST.indexOf(span.state) < WORST.indexOf(last.state) ? span : last;
      this.#list[this.#list.length - 1] = { ...worst, from: last.from, to: span.to };
    } else if (pushJoined(this.#list, span)) {
      this.#point = point;
    }
  }
}

/** Joins incidents that are less than a point apart if there are more incidents than points. */
function reduceIncidents(incidents: Iterable<HistoryIncident>, step: Ms, points: number): readonly HistoryIncident[] {
  let list: HistoryIncident[] = [];
  let reducing = false;
  for (const incident of incidents) {
    if (reducing) join(list, incident, step);
    else list.push(incident);
    if (reducing || list.length <= points) continue;
    reducing = true;
    const all = list;
    list = [];
    for (const one of all) join(list, one, step);
  }
  return list;
}

function join(list: HistoryIncident[], incident: HistoryIncident, step: Ms): void {
  const last = list.at(-1);
  if (last === undefined || last.to === null || incident.from - last.to >= step) {
    list.push(incident);
    return;
  }
  list[list.length - 1] = {
    from: last.from,
    to: incident.to === null ? null : Math.max(last.to, incident.to),
    incidents: last.incidents + incident.incidents,
    failures: last.failures + incident.failures,
  };
}
