/** What happened to the endpoint, behind the curves of a chart: outages, times without checks, and failed checks. */
import { useId, useMemo } from 'react';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { formatDuration } from '../../format.ts';
import { say } from '../../texts.ts';
import { bandsOf, incidentStrips, type Band } from '../data/bands.ts';
import { failureLabels } from '../data/failure-labels.ts';
import { xOf, type Plot, type Seen } from '../scale/geometry.ts';
import { HatchPatterns } from './hatch.tsx';
import { failureMarks } from '../data/marks.ts';
import type { ChartRow } from '../data/rows.ts';
import css from '../frame/time-chart.module.css';

interface BandsProps {
  readonly history: StatusHistory;
  readonly plot: Plot;
  /** Ongoing states are drawn up to this time. */
  readonly until: EpochMs;
  /** The visible part, into which labels must fit. */
  readonly seen: Seen;
  /** False in a small chart below another one that has the labels. */
  readonly labels: boolean;
  /** The right edge of a chart that moves, where `EdgeLabel` says what is there. Default null: there is no such label. */
  readonly edge?: EpochMs | null;
}

/** Tinted outages with the incident as a strip above, and hatched areas where the status is unknown, with labels. */
export function Bands({ history, plot, until, seen, labels, edge = null }: BandsProps) {
  const prefix = useId();
  const bands = bandsOf(history, plot, until);
  const bottom = plot.top + plot.height;
  return (
    <g>
      <HatchPatterns prefix={prefix} />
      {bands.map((band) => (
        <g key={band.from} data-band={band.look.label}>
          <BandArea band={band} plot={plot} prefix={prefix} />
          {band.look.fill === 'tint' ? (
            <path d={`M${band.left} ${bottom}h${band.width}`} stroke="var(--down)" strokeWidth={2} />
          ) : null}
          {labels && !isAtEdge(band, edge) ? <BandLabel band={band} plot={plot} seen={seen} /> : null}
        </g>
      ))}
      {labels
        ? incidentStrips(history, plot, until).map(({ left, width }) => (
            <rect key={left} x={left} y={plot.top - 6} width={width} height={6} fill="var(--down)" data-incident />
          ))
        : null}
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

/** Whether `EdgeLabel` has the label of a band. */
function isAtEdge({ look, from, ms }: Band, edge: EpochMs | null): boolean {
  return edge !== null && look.fill !== 'tint' && from + ms >= edge;
}

const LABEL_CHARACTER = 6.2;

/** A label at the right end of its area, which leaves the view last. */
function BandLabel({ band, plot, seen }: Pick<BandsProps, 'plot' | 'seen'> & { readonly band: Band }) {
  const right = Math.min(band.left + band.width, seen.right);
  const visible = right - Math.max(band.left, seen.left);
  const name = say(band.look.label);
  const lasted = band.look.fill === 'tint' && !band.open ? `${name} ${formatDuration(band.ms)}` : name;
  const fits = (text: string) => visible >= text.length * LABEL_CHARACTER + 16;
  const label = [lasted, name].find(fits);
  if (label === undefined) return null;
  return (
    <text
      x={right - 8}
      y={plot.top + 14}
      textAnchor="end"
      className={css.bandLabel}
      {...(band.look.fill === 'tint' ? { 'data-down': true } : {})}
    >
      {label}
    </text>
  );
}

interface MarksProps {
  readonly rows: readonly ChartRow[];
  readonly plot: Plot;
}

/** Pixels. */
const DISTURBED_HEIGHT = 6;

/** Checks that were measured while Lookout was busy, as ticks on the time axis. They have no latency to draw. */
export function Disturbed({ rows, plot }: MarksProps) {
  const bottom = plot.top + plot.height;
  const ticks = rows
    .filter((row) => row.disturbed > 0 && row.x >= plot.from)
    .map((row) => `M${xOf(plot, row.x)} ${bottom}v-${DISTURBED_HEIGHT}`);
  if (ticks.length === 0) return null;
  return <path d={ticks.join('')} stroke="var(--text-3)" strokeWidth={2} data-disturbed />;
}

interface FailuresProps extends MarksProps {
  readonly history: StatusHistory | null;
  readonly seen: Seen;
}

/**
 * Each failed check as a mark at the time axis, with its code where there is room. One that was not part of an outage also
 * has a line over the full height.
 */
export function Failures({ rows, history, plot, seen }: FailuresProps) {
  const marks = useMemo(() => failureMarks(rows, history, plot), [rows, history, plot]);
  const labels = useMemo(() => failureLabels(rows, plot, seen), [rows, plot, seen]);
  const bottom = plot.top + plot.height;
  // One failed check among many matters less than a single check that failed.
  const opacity = rows.some(({ width }) => width > 0) ? 0.12 : 0.28;
  return (
    <>
      {marks.map(({ at, left, width, alone }) => (
        <g key={at} fill="var(--down)" data-failed>
          {alone ? <rect x={left} y={plot.top} width={width} height={plot.height} fillOpacity={opacity} /> : null}
          <rect x={left} y={bottom - 9} width={width} height={9} />
        </g>
      ))}
      {labels.map(({ at, x, text }) => (
        <text key={at} x={x} y={bottom - 13} className={css.codeLabel} data-code={text}>
          {text}
        </text>
      ))}
    </>
  );
}
