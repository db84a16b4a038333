import type { PhaseLook } from '../../charts/data/phase-look.ts';
import type { CheckSummary } from '../../../contract/model/check.ts';
import type { Ms } from '../../../contract/model/units.ts';
import { formatLatency } from '../../format.ts';
import { barShare, waterfall, type WaterfallBar } from './waterfall-layout.ts';
import css from './waterfall.module.css';

interface WaterfallProps {
  readonly check: Pick<CheckSummary, 'durationMs' | 'phases' | 'failure'>;
  /** The phases of the endpoint's kind, in order. */
  readonly phases: readonly PhaseLook[];
}

/** The phases of a check: one bar per phase, each beginning where the previous one ended. */
export function Waterfall({ check, phases }: WaterfallProps) {
  const { bars, totalMs } = waterfall(check, phases);
  return (
    <dl className={css.waterfall} aria-label="Phases of the check">
      {bars.map((bar) => (
        <div key={bar.phase?.name ?? ''} className={css.phase}>
          <dt>{labelOf(bar)}</dt>
          <dd>
            <span className={css.track}>
              <span
                className={bar.failed ? css.failedBar : css.bar}
                style={{ left: `${bar.start * 100}%`, width: `${bar.share * 100}%`, background: colorOf(bar) }}
              />
            </span>
            <span className={css.ms}>{formatLatency(bar.ms)}</span>
          </dd>
        </div>
      ))}
      <div className={css.total}>
        <dt>Total</dt>
        <dd>
          <span className={css.ms}>{formatLatency(totalMs)}</span>
        </dd>
      </div>
    </dl>
  );
}

interface PhaseBarProps extends WaterfallProps {
  /** The longest duration among the compared bars, which has the full width. */
  readonly longestMs: Ms;
}

/** The phases in one line of a table, so that the bars of several checks can be compared. */
export function PhaseBar({ check, phases, longestMs }: PhaseBarProps) {
  const { bars, totalMs } = waterfall(check, phases);
  const words = bars.map((bar) => `${labelOf(bar)} ${formatLatency(bar.ms)}`).join(', ');
  return (
    <span title={words}>
      <span className={css.tiny} style={{ width: `${barShare(totalMs, longestMs) * 100}%` }} aria-hidden>
        {bars.map((bar) => (
          <span key={bar.phase?.name ?? ''} style={{ width: `${bar.share * 100}%`, background: colorOf(bar) }} />
        ))}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

function labelOf(bar: WaterfallBar): string {
  return bar.phase?.label ?? 'Other';
}

function colorOf(bar: WaterfallBar): string {
  if (bar.failed) return 'var(--down)';
  return bar.phase?.color ?? 'var(--border-strong)';
}
