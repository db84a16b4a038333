/** Status history as areas of a chart, in pixels. Pure. */
import type { HistoryIncident, HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs, Ms } from '../../../contract/model/units.ts';
import { xOf, type Plot } from '../scale/geometry.ts';
import { historyLook, type HistoryLook } from './history-look.ts';

export interface Band {
  readonly look: HistoryLook;
  readonly from: EpochMs;
  readonly left: number;
  readonly width: number;
  /** How long the state lasted, also outside of the plot. */
  readonly ms: Ms;
  /** The band continues beyond the end of the plot. */
  readonly open: boolean;
}

/** Pixels. A narrower outage would be invisible. */
const DOWN_WIDTH = 3;
const OTHER_WIDTH = 1;

/** When a span ends; Infinity for an open one. */
export function endOf(history: StatusHistory, index: number): EpochMs {
  const isLast = index === history.spans.length - 1;
  return isLast && history.open ? Infinity : (history.spans[index]?.to ?? -Infinity);
}

/** The span that contains a time; undefined if there is none. */
export function spanAt(history: StatusHistory | null, at: EpochMs): HistorySpan | undefined {
  if (history === null) return undefined;
  return history.spans.find((span, index) => span.from <= at && endOf(history, index) > at);
}

/** The incident that contains a time. */
export function incidentAt(history: StatusHistory | null, at: EpochMs): HistoryIncident | undefined {
  return history?.incidents.find(({ from, to }) => from <= at && (to ?? Infinity) > at);
}

/** The areas of all states except `up`, clipped to the plot. `until` is the time at its right end, or later. */
export function bandsOf(history: StatusHistory, plot: Plot, until: EpochMs = plot.to): readonly Band[] {
  return history.spans.flatMap((span, index) => {
    const look = historyLook(span);
    const end = endOf(history, index);
    if (look === null || span.from >= until || end <= plot.from) return [];
    const least = look.fill === 'tint' ? DOWN_WIDTH : OTHER_WIDTH;
    return [
      {
        look,
        from: span.from,
        ...placed(plot, span.from, Math.min(end, until), least),
        ms: end - span.from,
        open: end >= plot.to,
      },
    ];
  });
}

/** The red parts of the strip above the plot: incidents, including the times without checks. */
export function incidentStrips(
  history: StatusHistory,
  plot: Plot,
  until: EpochMs = plot.to,
): readonly { readonly left: number; readonly width: number }[] {
  return history.incidents.flatMap(({ from, to }) =>
    from >= until || (to ?? Infinity) <= plot.from
      ? []
      : [placed(plot, from, Math.min(to ?? until, until), DOWN_WIDTH)],
  );
}

function placed(plot: Plot, from: EpochMs, to: EpochMs, least: number): { left: number; width: number } {
  const left = Math.max(plot.left, xOf(plot, from));
  return { left, width: Math.max(least, xOf(plot, to) - left) };
}
