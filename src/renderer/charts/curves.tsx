/**
 * The curves of a latency chart, as recharts' `Curve` shapes. Its `Area` and `Line` keep labels, animations and active
 * dots for every point: 600 points took 14 to 20 ms to redraw at best, and five phases 30 to 50 ms, where these take
 * 6 to 10 ms and 9 to 15 ms (busy two-core machine, best of 50). A live chart redraws all day.
 */
import { useId, useMemo } from 'react';
import { Curve } from 'recharts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { sumOf, xOf, yOf, type ChartMode, type Plot } from './geometry.ts';
import type { PhaseLook } from './phase-look.ts';
import { loneRows, type PlotRow } from './rows.ts';

export interface CurvesProps {
  readonly data: readonly PlotRow[];
  readonly plot: Plot;
  /** The time at the right end of the drawing; at least `plot.to`. */
  readonly until: EpochMs;
  readonly mode: ChartMode;
  /** In the order in which they happen. */
  readonly phases: readonly PhaseLook[];
}

export function Curves({ data, plot, until, mode, phases }: CurvesProps) {
  const clip = useId();
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={plot.left} y={plot.top} width={xOf(plot, until) - plot.left} height={plot.height} />
      </clipPath>
      {mode === 'line' ? (
        <Latency data={data} plot={plot} />
      ) : (
        <StackedPhases data={data} plot={plot} phases={phases} />
      )}
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
  return data.map((row) => toPoint(plot, row.x, read(row)));
}

function toPoint(plot: Plot, time: EpochMs, value: Ms | null): Point {
  return { x: xOf(plot, time), y: value === null ? null : yOf(plot, value) };
}

function Latency({ data, plot }: Pick<CurvesProps, 'data' | 'plot'>) {
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

/** The phases stacked in the order in which they happen. */
function StackedPhases({ data, plot, phases }: Omit<CurvesProps, 'mode' | 'until'>) {
  const levels = useMemo(() => {
    // A missing phase is 0, so that the areas have no holes.
    const sums: (Ms | null)[] = data.map((row) => (row.phases === null ? null : 0));
    const floor = data.map((row, index) => toPoint(plot, row.x, sums[index] ?? null));
    const tops = phases.map(({ name }) =>
      data.map((row, index) => {
        const below = sums[index] ?? null;
        const sum = below === null ? null : below + (row.phases?.[name] ?? 0);
        sums[index] = sum;
        return toPoint(plot, row.x, sum);
      }),
    );
    return [floor, ...tops];
  }, [data, plot, phases]);
  return phases.map((phase, index) => (
    <Curve
      key={phase.name}
      points={levels[index + 1] ?? []}
      baseLine={levels[index] ?? []}
      stroke="none"
      fill={phase.color}
      fillOpacity={0.85}
    />
  ));
}

/** A dot for each success between two failures, where there is no line. */
function LoneDots({ data, plot, mode }: Omit<CurvesProps, 'phases' | 'until'>) {
  const rows = useMemo(() => loneRows(data), [data]);
  return rows.map((row) => {
    const value = mode === 'line' ? (row.avg ?? 0) : sumOf(row.phases ?? {});
    return <circle key={row.x} cx={xOf(plot, row.x)} cy={yOf(plot, value)} r={2} fill="var(--accent)" />;
  });
}
