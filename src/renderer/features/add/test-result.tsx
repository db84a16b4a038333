import type { CheckResult } from '../../../contract/model.ts';
import { PHASES } from '../../../contract/model/failure.ts';
import { formatBytes, formatLatency } from '../../format.ts';
import { StatusBadge } from '../../components/status.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import css from './test-result.module.css';

/** What one try of a config gave: the verdict, how long it took and where, and why it failed. */
export function TestResult({ result }: { readonly result: CheckResult }) {
  const element = useInSight<HTMLOutputElement>();
  const { details, phases, failure } = result;
  const facts = [
    details.status === undefined ? null : `HTTP ${details.httpVersion ?? ''} ${details.status}`.replace('  ', ' '),
    details.remoteAddress ?? null,
    details.tls?.protocol ?? null,
    details.bytes === undefined ? null : formatBytes(details.bytes),
  ].filter((fact) => fact !== null);
  const timed = PHASES.flatMap((phase) =>
    phases[phase] === undefined ? [] : `${phase} ${formatLatency(phases[phase])}`,
  );
  return (
    <output ref={element} className={css.result}>
      <p className={css.head}>
        <StatusBadge status={result.verdict} />
        <strong className="num">{formatLatency(result.durationMs)}</strong>
        <span className={css.facts}>{facts.join(' · ')}</span>
      </p>
      {failure === null ? null : <p className={css.failure}>{failure.message}</p>}
      {failure?.raw === undefined ? null : <p className={css.facts}>{failure.raw}</p>}
      {timed.length === 0 ? null : <p className={css.facts}>{timed.join(' · ')}</p>}
    </output>
  );
}
