import type { CheckResult } from '../../../contract/model/check.ts';
import { withUndeclared } from '../../charts/phase-look.ts';
import { formatLatency } from '../../format.ts';
import { useKind, useTexts } from '../../live/hooks.ts';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { StatusBadge } from '../../components/status.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { detailText, isBlock } from '../check/detail-text.ts';
import { usePhases } from '../check/use-phases.ts';
import css from './test-result.module.css';

export interface TestResultProps {
  readonly kind: string;
  readonly result: CheckResult;
}

/** The result of testing a config: the verdict, the time of each phase, and why it failed. */
export function TestResult({ kind, result }: TestResultProps) {
  const element = useInSight<HTMLOutputElement>();
  const { details, phases, failure } = result;
  const texts = useTexts();
  const declared = useKind(kind)?.details ?? [];
  const looks = withUndeclared(usePhases(kind), Object.keys(phases));
  const facts = declared.flatMap(({ name, label, format }) => {
    const text = isBlock(format, details[name]) ? null : detailText(format, details[name]);
    return text === null ? [] : `${label} ${text}`;
  });
  const timed = looks.flatMap(({ name, label }) => {
    const ms = phases[name];
    return ms === undefined ? [] : `${label} ${formatLatency(ms)}`;
  });
  return (
    <output ref={element} className={css.result}>
      <p className={css.head}>
        <StatusBadge status={result.verdict} />
        <strong className="num">
          {result.disturbed ? <DisturbedMark /> : null}
          {formatLatency(result.durationMs)}
        </strong>
        <span className={css.facts}>{facts.join(' · ')}</span>
      </p>
      {failure === null ? null : <p className={css.failure}>{texts.failure(failure, kind)}</p>}
      {failure?.raw === undefined ? null : <p className={css.facts}>{failure.raw}</p>}
      {timed.length === 0 ? null : <p className={css.facts}>{timed.join(' · ')}</p>}
    </output>
  );
}
