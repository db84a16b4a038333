import { useState } from 'react';
import type { TriedCheck } from '../../../contract/channels/endpoints.ts';
import type { Dialect } from '../../../contract/model/condition.ts';
import { COMMON_PLACEHOLDERS } from '../../../shared/common-placeholders.ts';
import { warningOf } from '../../../shared/warning.ts';
import { metricFormat } from '../../charts/scale/value-format.ts';
import { formatLatency } from '../../format.ts';
import { useKind, useTexts } from '../../live/hooks.ts';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { StatusBadge } from '../../components/status.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { ConditionList } from '../check/condition-list.tsx';
import { detailText, isBlock } from '../check/detail-text.ts';
import { usePhases } from '../check/use-phases.ts';
import { Waterfall } from '../check/waterfall.tsx';
import { ObservedValuesList } from './observed-values.tsx';
import css from './test-result.module.css';

export interface TestResultProps {
  readonly kind: string;
  readonly result: TriedCheck;
  readonly dialect: Dialect;
  /** Adds a condition to the form. */
  readonly onCondition: (condition: string) => void;
}

/**
 * The result of trying a config: the verdict, why it failed, its conditions, the time of each phase, and the observed
 * values.
 */
export function TestResult({ kind, result, dialect, onCondition }: TestResultProps) {
  const element = useInSight<HTMLOutputElement>();
  const [added, setAdded] = useState<string | null>(null);
  const { details, failure, metrics, observed } = result;
  const warning = warningOf(result);
  const texts = useTexts();
  const descriptor = useKind(kind);
  const phases = usePhases(kind);
  const facts = (descriptor?.details ?? []).flatMap(({ name, label, format }) => {
    const text = isBlock(format, details[name]) ? null : detailText(format, details[name]);
    return text === null ? [] : [`${label} ${text}`];
  });
  const measured = (descriptor?.metrics ?? []).flatMap((metric) => {
    const value = metrics[metric.name];
    return value === undefined ? [] : [`${metric.label} ${metricFormat(metric).write(value)}`];
  });
  const own = descriptor?.placeholders ?? [];
  const ownNames = new Set(own.map(({ name }) => name));
  return (
    <div className={css.result}>
      <output ref={element} className={css.summary}>
        <p className={css.head}>
          <StatusBadge status={result.verdict} />
          <strong className="num">
            {result.disturbed ? <DisturbedMark /> : null}
            {formatLatency(result.durationMs)}
          </strong>
          <span className={css.facts}>{[...facts, ...measured].join(' · ')}</span>
        </p>
        {failure === null ? null : <p className={css.failure}>{texts.failure(failure, kind)}</p>}
        {failure?.raw === undefined ? null : <p className={css.facts}>{failure.raw}</p>}
        {warning === null ? null : <p className={css.failure}>{texts.failure(warning, kind)}</p>}
      </output>
      {details.conditions === undefined || details.conditions.length === 0 ? null : (
        <section className={css.section}>
          <h3 className={css.title}>Conditions</h3>
          <ConditionList conditions={details.conditions} />
        </section>
      )}
      <Waterfall check={result} phases={phases} />
      <section className={css.section}>
        <h3 className={css.title}>What conditions can ask for</h3>
        <output className={css.facts}>
          {added === null ? 'Select a value to make a condition from it.' : `Added the condition ${added}`}
        </output>
        <ObservedValuesList
          placeholders={[...own, ...COMMON_PLACEHOLDERS.filter(({ name }) => !ownNames.has(name))]}
          observed={observed}
          dialect={dialect}
          onCondition={(condition) => {
            setAdded(condition);
            onCondition(condition);
          }}
        />
      </section>
    </div>
  );
}
