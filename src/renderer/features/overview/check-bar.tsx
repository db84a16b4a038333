import { memo, useEffect, useSyncExternalStore } from 'react';
import type { RecentChecks } from '../../../contract/model/endpoint.ts';
import { useEndpoint } from '../../live/hooks.ts';
import { formatLatency, formatTime } from '../../format.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import css from './check-bar.module.css';
import { BAR_HEIGHT, BAR_WIDTH, PITCH, barPaths, checkAt, sparkline } from './check-shapes.ts';

const SPARK_WIDTH = 84;
const SPARK_HEIGHT = 22;

/** The latency of the last checks as a line. The figures are in the bar's hover and in the detail view. */
export const CheckSparkline = memo(function CheckSparkline({ recent }: { readonly recent: RecentChecks }) {
  const { line, failures } = sparkline(recent, SPARK_WIDTH, SPARK_HEIGHT);
  return (
    <svg className={css.spark} width={SPARK_WIDTH} height={SPARK_HEIGHT} aria-hidden>
      <path d={line} />
      <path d={failures} className={css.failure} />
    </svg>
  );
});

/** The last checks, a bar each. Hover shows one; the detail view has all of it by keyboard. */
export const CheckBar = memo(function CheckBar({ id, recent }: { readonly id: string; readonly recent: RecentChecks }) {
  const paths = barPaths(recent);
  const failed = recent.verdict.filter((verdict) => verdict === 'down').length;
  return (
    <div
      className={css.bar}
      onMouseMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const index = checkAt(recent, box.right - event.clientX);
        showHover(
          index === null
            ? null
            : {
                id,
                at: recent.at[index] ?? 0,
                x: box.right - (recent.at.length - 1 - index + 0.5) * PITCH,
                y: box.bottom,
              },
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

interface Hover {
  readonly id: string;
  /** Which check: by its time, because the columns move on while the pointer rests. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

let hover: Hover | null = null;
const listeners = new Set<() => void>();

function showHover(next: Hover | null): void {
  if (next === hover || (next !== null && hover !== null && next.id === hover.id && next.at === hover.at)) return;
  hover = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the pointer is on, for all rows: one card, and no row renders for it. */
export function CheckHoverCard() {
  const shown = useSyncExternalStore(subscribe, () => hover);
  // Another view is shown: when this one comes back, the pointer is elsewhere.
  useEffect(() => () => showHover(null), []);
  return shown === null ? null : <HoverCard hover={shown} />;
}

const CARD_WIDTH = 280;

function HoverCard({ hover }: { readonly hover: Hover }) {
  const recent = useEndpoint(hover.id)?.recent;
  const index = recent?.at.indexOf(hover.at) ?? -1;
  const verdict = recent?.verdict[index];
  if (recent === undefined || verdict === undefined) return null;
  const { word, icon: Icon, color } = STATUS_LOOK[verdict];
  const failure = recent.failure[index];
  const left = Math.min(Math.max(8, hover.x - CARD_WIDTH / 2), window.innerWidth - CARD_WIDTH - 8);
  // Above when there is no room below.
  const place =
    hover.y > window.innerHeight - 130 ? { bottom: window.innerHeight - hover.y + 36 } : { top: hover.y + 8 };
  return (
    <div className={css.card} style={{ left, width: CARD_WIDTH, ...place }} aria-hidden>
      <p className={css.head}>
        <span style={{ color }} className={css.verdict}>
          <Icon size={14} strokeWidth={2.25} />
          {word}
        </span>
        <span className="num">{formatLatency(recent.durationMs[index] ?? 0)}</span>
        <span className={css.time}>{formatTime(hover.at)}</span>
      </p>
      {typeof failure === 'string' ? <p className={css.sentence}>{failure}</p> : null}
    </div>
  );
}
