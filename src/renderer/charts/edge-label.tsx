import type { StatusHistory } from '../../contract/model/status-history.ts';
import { say } from '../texts.ts';
import { endOf } from './bands.ts';
import { xOf, type Plot } from './geometry.ts';
import { historyLook } from './history-look.ts';
import css from './latency-chart.module.css';

export interface EdgeLabelProps {
  readonly history: StatusHistory | null;
  readonly plot: Plot;
}

const LEAST_WIDTH = 76;

/** The label of the hatched area at the right edge. It stays there while the chart moves. */
export function EdgeLabel({ history, plot }: EdgeLabelProps) {
  if (history === null) return null;
  const index = history.spans.findIndex((span, at) => span.from < plot.to && endOf(history, at) >= plot.to);
  const span = history.spans[index];
  const look = span === undefined ? null : historyLook(span);
  if (span === undefined || look === null || look.fill === 'tint') return null;
  if (xOf(plot, plot.to) - Math.max(plot.left, xOf(plot, span.from)) < LEAST_WIDTH) return null;
  return (
    <span className={css.edgeLabel} style={{ top: plot.top + 2 }}>
      {say(look.label)}
    </span>
  );
}
