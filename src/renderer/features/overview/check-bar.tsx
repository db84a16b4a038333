import { memo } from 'react';
import type { RecentChecks } from '../../../contract/model/endpoint.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { formatLatencyRange } from '../../format.ts';
import css from './check-bar.module.css';
import { bucketsOf } from './check-buckets.ts';
import {
  BAR_HEIGHT,
  BAR_WIDTH,
  PITCH,
  SPARK_UNITS,
  barPaths,
  bucketAt,
  latencyRange,
  sparkline,
} from './check-shapes.ts';
import { showHover } from './check-hover.tsx';

const SPARK_HEIGHT = 20;

interface RecentProps {
  readonly recent: RecentChecks;
  readonly interval: Ms;
}

/**
 * The latency of the recent checks as a line, and its range. The bar's hover card and the detail view show the figures.
 */
export const CheckTrend = memo(function CheckTrend({ recent, interval }: RecentProps) {
  const { line, failures } = sparkline(bucketsOf(recent, interval), SPARK_HEIGHT);
  const range = latencyRange(recent);
  const text = range === null ? '' : formatLatencyRange(range.min, range.max);
  return (
    <span className={css.trend} title={text === '' ? undefined : `Latency of the last checks: ${text}`}>
      <svg
        className={css.spark}
        viewBox={`0 0 ${SPARK_UNITS} ${SPARK_HEIGHT}`}
        preserveAspectRatio="none"
        height={SPARK_HEIGHT}
        aria-hidden
      >
        <path d={line} />
        <path d={failures} className={css.failure} />
      </svg>
      <span className={css.range}>{text}</span>
    </span>
  );
});

/** The recent checks, a bar for each interval. Hover shows one; the detail view shows all of them by keyboard. */
export const CheckBar = memo(function CheckBar({ id, recent, interval }: RecentProps & { readonly id: string }) {
  const buckets = bucketsOf(recent, interval);
  const paths = barPaths(buckets);
  const failed = recent.verdict.filter((verdict) => verdict === 'down').length;
  return (
    <div
      className={css.bar}
      onMouseMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const bucket = bucketAt(buckets, box.right - event.clientX);
        const place = bucket === undefined ? 0 : buckets.length - 1 - buckets.indexOf(bucket);
        showHover(
          bucket === undefined || bucket.verdict === null
            ? null
            : { id, from: bucket.from, to: bucket.to, x: box.right - (place + 0.5) * PITCH, y: box.bottom },
        );
      }}
      onMouseLeave={() => showHover(null)}
    >
      <svg width={BAR_WIDTH} height={BAR_HEIGHT} aria-hidden>
        <path d={paths.none} fill="var(--surface-3)" />
        <path d={paths.up} fill="var(--up)" opacity="0.65" />
        <path d={paths.degraded} fill="var(--degraded)" />
        <path d={paths.unknown} fill="var(--unknown)" />
        <path d={paths.down} fill="var(--down)" />
      </svg>
      <span className="sr-only">
        {failed} of the last {recent.at.length} checks failed
      </span>
    </div>
  );
});
