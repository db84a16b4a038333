import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { say } from '../../texts.ts';
import { endOf } from '../data/bands.ts';
import { INSET, type Size } from '../scale/geometry.ts';
import { historyLook } from '../data/history-look.ts';
import css from '../frame/time-chart.module.css';

export interface EdgeLabelProps {
  readonly history: StatusHistory | null;
  readonly span: TimeSpan;
  readonly size: Size;
}

const LEAST_WIDTH = 76;

/** The label of the hatched area at the right edge. It stays there while the chart moves. */
export function EdgeLabel({ history, span: { from, to }, size }: EdgeLabelProps) {
  if (history === null) return null;
  const index = history.spans.findIndex((span, at) => span.from < to && endOf(history, at) >= to);
  const span = history.spans[index];
  const look = span === undefined ? null : historyLook(span);
  if (span === undefined || look === null || look.fill === 'tint') return null;
  const width = ((to - Math.max(from, span.from)) / (to - from)) * (size.width - INSET.left - INSET.right);
  if (width < LEAST_WIDTH) return null;
  return (
    <span className={css.edgeLabel} style={{ top: INSET.top + 2 }} aria-hidden>
      {say(look.label)}
    </span>
  );
}
