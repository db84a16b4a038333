/**
 * The curves of a latency chart, as recharts' `Curve` shapes. Its `Area` and `Line` keep labels, animations and active
 * dots for every point: 600 points took 14 to 20 ms to redraw at best, and five phases 30 to 50 ms, where these take
 * 6 to 10 ms and 9 to 15 ms (busy two-core machine, best of 50). A live chart redraws all day.
 */
import { useId, useMemo } from 'react';
import { Curve } from 'recharts';
import { PHASES } from '../../contract/model/failure.ts';
import { xOf, yOf, type ChartMode, type Plot } from './geometry.ts';
import { loneRows, type PlotRow } from './rows.ts';

export interface CurvesProps {
  readonly data: readonly PlotRow[];
  readonly plot: Plot;
  readonly mode: ChartMode;
}

export function Curves({ data, plot, mode }: CurvesProps) {
  const clip = useId();
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={plot.left} y={plot.top} width={plot.width} height={plot.height} />
      </clipPath>
      {mode === 'line' ? <Latency data={data} plot={plot} /> : <StackedPhases data={data} plot={plot} />}
      <LoneDots data={data} plot={plot} mode={mode} />
    </g>
  );
}

interface Point {
  readonly x: number;
  /** Null breaks the curve. */
  readonly y: number | null;
}

function pointsOf(data: readonly PlotRow[], plot: Plot, read: (row: PlotRow) => number | null): Point[] {
  return data.map((row) => {
    const value = read(row);
    return { x: xOf(plot, row.x), y: value === null ? null : yOf(plot, value) };
  });
}

function Latency({ data, plot }: Omit<CurvesProps, 'mode'>) {
  const mean = useMemo(() => pointsOf(data, plot, (row) => row.avg), [data, plot]);
  const lowest = useMemo(() => pointsOf(data, plot, (row) => row.band?.[0] ?? null), [data, plot]);
  const highest = useMemo(() => pointsOf(data, plot, (row) => row.band?.[1] ?? null), [data, plot]);
  return (
    <>
      <Curve points={highest} baseLine={lowest} stroke="none" fill="var(--accent)" fillOpacity={0.16} />
      <Curve points={mean} stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" fill="none" />
    </>
  );
}

/** Each phase on the sum of those before it, as they follow each other in time. */
function StackedPhases({ data, plot }: Omit<CurvesProps, 'mode'>) {
  const levels = useMemo(() => {
    const sums = PHASES.map((_, index) => (row: PlotRow) => {
      let sum = 0;
      for (const phase of PHASES.slice(0, index + 1)) {
        const ms = row[phase];
        if (ms === null) return null;
        sum += ms;
      }
      return sum;
    });
    const floor = pointsOf(data, plot, (row) => (row.avg === null ? null : 0));
    return [floor, ...sums.map((read) => pointsOf(data, plot, read))];
  }, [data, plot]);
  return PHASES.map((phase, index) => (
    <Curve
      key={phase}
      points={levels[index + 1] ?? []}
      baseLine={levels[index] ?? []}
      stroke="none"
      fill={`var(--phase-${phase})`}
      fillOpacity={0.85}
    />
  ));
}

/** A success between two failures has no line to be seen by. */
function LoneDots({ data, plot, mode }: CurvesProps) {
  const rows = useMemo(() => loneRows(data), [data]);
  return rows.map((row) => {
    const sum = PHASES.reduce((total, phase) => total + (row[phase] ?? 0), 0);
    const value = mode === 'line' ? (row.avg ?? 0) : sum;
    return <circle key={row.x} cx={xOf(plot, row.x)} cy={yOf(plot, value)} r={2} fill="var(--accent)" />;
  });
}
