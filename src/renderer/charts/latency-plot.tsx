/** The drawing. It does not depend on the pointer, so hovering never redraws it. */
import { memo, useId, useMemo } from 'react';
import { ComposedChart, XAxis } from 'recharts';
import type { StatusHistory } from '../../contract/model/status-history.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { bandsOf, incidentStrips, type Band } from './bands.ts';
import { Curves } from './curves.tsx';
import { INSET, xOf, type ChartMode, type Plot } from './geometry.ts';
import { HatchPatterns } from './hatch.tsx';
import css from './latency-chart.module.css';
import { failureMarks } from './marks.ts';
import type { PhaseLook } from './phase-look.ts';
import { plotRows, type ChartRow } from './rows.ts';
import { timeTickLabel, timeTicks } from './ticks.ts';

export interface LatencyPlotProps {
  readonly rows: readonly ChartRow[];
  /** Null: not loaded yet. */
  readonly history: StatusHistory | null;
  /** From the left edge of the drawing; a chart that moves is drawn beyond `plot.to`, up to `until`. */
  readonly plot: Plot;
  readonly until: EpochMs;
  readonly mode: ChartMode;
  readonly phases: readonly PhaseLook[];
}

/** Pixels that a label of the time axis needs. */
const TIME_LABEL = 120;
const TICK = { fill: 'var(--text-3)', fontSize: 11 };
const MARGIN = { top: INSET.top, right: 0, bottom: 0, left: 0 };

export const LatencyPlot = memo(function LatencyPlot(props: LatencyPlotProps) {
  const { rows, history, plot, until, mode, phases } = props;
  const data = useMemo(() => plotRows(rows, history), [rows, history]);
  const ticks = timeTicks(plot.from, until, xOf(plot, until) / TIME_LABEL);
  const moves = until > plot.to;
  // If nothing moves, a label may be partly outside the plot, but not outside the chart.
  const tickTimes = moves ? ticks.at : ticks.at.filter((at) => xOf(plot, at) <= plot.width - TIME_LABEL / 8);
  return (
    <ComposedChart
      width={xOf(plot, until)}
      height={plot.top + plot.height + INSET.bottom}
      margin={MARGIN}
      accessibilityLayer={false}
      className={css.plot ?? ''}
      style={{ pointerEvents: 'none' }}
    >
      <XAxis
        // The axis has no data, but without a key, recharts would treat it as a list of categories.
        dataKey="x"
        type="number"
        niceTicks="none"
        domain={[plot.from, until]}
        allowDataOverflow
        ticks={[...tickTimes]}
        interval={0}
        tickFormatter={(at: number) => timeTickLabel(at, ticks.step)}
        height={INSET.bottom}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {history === null ? null : <Bands history={history} plot={plot} until={until} />}
      <Disturbed rows={rows} plot={plot} />
      <Failures rows={rows} history={history} plot={plot} />
      <Curves data={data} plot={plot} until={until} mode={mode} phases={phases} />
    </ComposedChart>
  );
});

interface BandsProps {
  readonly history: StatusHistory;
  readonly plot: Plot;
  readonly until: EpochMs;
}

/** Tinted outages with the incident as a strip above, and hatched areas with labels where the status is unknown. */
function Bands({ history, plot, until }: BandsProps) {
  const prefix = useId();
  const bands = bandsOf(history, plot, until);
  const bottom = plot.top + plot.height;
  return (
    <g>
      <HatchPatterns prefix={prefix} />
      {bands.map((band) => (
        <g key={band.left} data-band={band.look.label}>
          <BandArea band={band} plot={plot} prefix={prefix} />
          {band.look.fill === 'tint' ? (
            <path d={`M${band.left} ${bottom}h${band.width}`} stroke="var(--down)" strokeWidth={2} />
          ) : (
            <BandLabel band={band} plot={plot} />
          )}
        </g>
      ))}
      {incidentStrips(history, plot, until).map(({ left, width }) => (
        <rect key={left} x={left} y={plot.top - 6} width={width} height={6} fill="var(--down)" data-incident />
      ))}
    </g>
  );
}

function BandArea({ band, plot, prefix }: { readonly band: Band; readonly plot: Plot; readonly prefix: string }) {
  const { fill } = band.look;
  const area = { x: band.left, y: plot.top, width: band.width, height: plot.height };
  return fill === 'tint' ? (
    <rect {...area} fill="var(--down)" fillOpacity={band.width > 6 ? 0.13 : 0.3} />
  ) : (
    <rect {...area} fill={`url(#${prefix}-${fill})`} />
  );
}

const LABEL_CHARACTER = 6.2;

/** A label at the right end of its area, which leaves the view last. The label of an open area stays at the edge. */
function BandLabel({ band, plot }: { readonly band: Band; readonly plot: Plot }) {
  const { label } = band.look;
  const visible = Math.min(band.left + band.width, plot.left + plot.width) - band.left;
  if (band.open || visible < label.length * LABEL_CHARACTER + 16) return null;
  return (
    <text x={band.left + band.width - 8} y={plot.top + 14} textAnchor="end" className={css.bandLabel}>
      {label}
    </text>
  );
}

/** Pixels. */
const DISTURBED_HEIGHT = 6;

/** Checks that were measured while Lookout was busy, as ticks on the time axis. They have no latency to draw. */
function Disturbed({ rows, plot }: Pick<FailuresProps, 'rows' | 'plot'>) {
  const bottom = plot.top + plot.height;
  const ticks = rows
    .filter((row) => row.disturbed > 0 && row.x >= plot.from)
    .map((row) => `M${xOf(plot, row.x)} ${bottom}v-${DISTURBED_HEIGHT}`);
  if (ticks.length === 0) return null;
  return <path d={ticks.join('')} stroke="var(--text-3)" strokeWidth={2} data-disturbed />;
}

interface FailuresProps {
  readonly rows: readonly ChartRow[];
  readonly history: StatusHistory | null;
  readonly plot: Plot;
}

/** Each failed check as a mark at the time axis. One that was not part of an outage also has a line over the full height. */
function Failures({ rows, history, plot }: FailuresProps) {
  const marks = useMemo(() => failureMarks(rows, history, plot), [rows, history, plot]);
  const bottom = plot.top + plot.height;
  return marks.map(({ left, width, alone }) => (
    <g key={left} fill="var(--down)" data-failed>
      {alone ? <rect x={left} y={plot.top} width={width} height={plot.height} fillOpacity={0.28} /> : null}
      <rect x={left} y={bottom - 9} width={width} height={9} />
    </g>
  ));
}
