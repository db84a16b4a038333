import type { StepResult } from '../../../contract/model/check.ts';
import type { PhaseLook } from '../../charts/data/phase-look.ts';
import { formatLatency } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import css from './step-waterfall.module.css';
import { stepBars, STEP_OUTCOMES } from './step-waterfall-layout.ts';

interface StepWaterfallProps {
  readonly steps: readonly StepResult[];
  /** The kind of the endpoint; undefined: the endpoint no longer exists. */
  readonly kind: string | undefined;
  /** The phases of the kind, in order. */
  readonly phases: readonly PhaseLook[];
}

/** The steps of a check, one per line, each with a bar of its phases at its start time, and why it failed. */
export function StepWaterfall({ steps, kind, phases }: StepWaterfallProps) {
  const texts = useTexts();
  return (
    <ol className={css.steps} aria-label="Steps of the check">
      {stepBars(steps, phases).map(({ step, start, share, segments }) => (
        <li key={step.number} className={css[step.outcome]}>
          <div className={css.line}>
            <span className={css.name} title={step.name}>
              {step.number}. {step.name}
              {step.attempt === undefined ? null : <span className={css.note}> attempt {step.attempt}</span>}
            </span>
            <span className={css.outcome}>
              {STEP_OUTCOMES[step.outcome]}
              {step.status === undefined ? '' : ` (${step.status})`}
            </span>
            <span className={css.track} aria-hidden>
              {step.outcome === 'skipped' ? null : (
                <span className={css.bar} style={{ left: `${start * 100}%`, width: `${share * 100}%` }}>
                  {segments.map(({ name, color, share: width }) => (
                    <span key={name} style={{ width: `${width * 100}%`, background: color }} />
                  ))}
                </span>
              )}
            </span>
            <span className={css.ms}>{step.outcome === 'skipped' ? '' : formatLatency(step.durationMs)}</span>
          </div>
          {step.failure === undefined ? null : <p className={css.failure}>{texts.failure(step.failure, kind)}</p>}
        </li>
      ))}
    </ol>
  );
}
