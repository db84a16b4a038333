import type { DetailDescriptor, MetricDescriptor } from '../../../contract/descriptor.ts';
import type { CheckResult } from '../../../contract/model/check.ts';
import { formatLatency } from '../../format.ts';
import { useEndpoint, useKind, useTexts } from '../../live/hooks.ts';
import { metricFormat } from '../../charts/scale/value-format.ts';
import { swallowedText } from '../../charts/data/point-text.ts';
import { StatusBadge } from '../../components/status.tsx';
import { warningOf } from '../../../shared/warning.ts';
import { ChangeList } from './change-list.tsx';
import css from './check-details.module.css';
import { ConditionList, type CheckHistory } from './condition-list.tsx';
import { detailText, isBlock, redirectsOf, stepsOf, undeclaredDetails } from './detail-text.ts';
import { DetailTable, rowsOf } from './detail-table.tsx';
import { Block, Facts, Raw, type Fact } from './facts.tsx';
import { StepWaterfall } from './step-waterfall.tsx';
import { TrustCertificate } from './trust-certificate.tsx';
import { usePhases } from './use-phases.ts';
import { Waterfall } from './waterfall.tsx';
import { formatWhen } from './when.ts';

export interface CheckDetailsProps {
  readonly check: CheckResult;
  /** Other checks, which show since when a condition does not hold. Default: none. */
  readonly history?: CheckHistory;
}

/** One check in full: the failure first, then its phases, then its details as the kind declares them. */
export function CheckDetails({ check, history = NO_HISTORY }: CheckDetailsProps) {
  const { details, failure, metrics } = check;
  const warning = warningOf(check);
  const kindName = useEndpoint(check.endpointId)?.endpoint.config.kind;
  const kind = useKind(kindName);
  // Conditions and changes are shown above, because they determine the verdict or are new.
  const declared = (kind?.details ?? NONE).filter(({ format }) => format !== 'conditions' && format !== 'changes');
  const phases = usePhases(kindName);
  const texts = useTexts();
  return (
    <div className={css.details}>
      <p className={css.head}>
        <StatusBadge status={check.verdict} />
        <time className="num" dateTime={new Date(check.at).toISOString()}>
          {formatWhen(check.at)}
        </time>
      </p>
      {failure === null ? null : (
        <div className={check.verdict === 'unknown' ? css.unknown : css.failure}>
          <p>{texts.failure(failure, kindName)}</p>
          {failure.raw === undefined ? null : <Raw>{failure.raw}</Raw>}
          <TrustCertificate check={check} />
        </div>
      )}
      {warning === null ? null : <p className={css.warning}>{texts.failure(warning, kindName)}</p>}
      {details.conditions === undefined || details.conditions.length === 0 ? null : (
        <section>
          <h3 className={css.title}>Conditions</h3>
          <ConditionList conditions={details.conditions} history={{ at: check.at, ...history }} />
        </section>
      )}
      {details.changes === undefined || details.changes.length === 0 ? null : (
        <section>
          <h3 className={css.title}>Changed since the previous check</h3>
          <ChangeList changes={details.changes} declared={declared} />
        </section>
      )}
      {check.disturbed ? (
        <p className={css.disturbed}>
          Measured while Lookout was busy. The verdict counts, but the duration is not in the latency statistics.
        </p>
      ) : null}
      {check.swallowed === null ? null : (
        <p className={css.disturbed}>
          {swallowedText(check.swallowed.slots)} while this one was running. The percentiles count them as what they
          would have measured.
        </p>
      )}
      <Waterfall check={check} phases={phases} />
      <p className={css.apart}>
        Not in the total: {formatLatency(check.lateMs)} late, {formatLatency(check.queuedMs)} queued.
        {check.selfMs > 0 ? ` Of the total, Lookout itself took at most ${formatLatency(check.selfMs)}.` : ''}
      </p>
      <Facts
        facts={[
          failure === null ? null : ['Failure code', <Raw key="code">{failure.code}</Raw>],
          ...(kind?.metrics ?? []).map((metric) => metricFact(metric, metrics[metric.name])),
          ...declared.map((detail) => factOf(detail, details[detail.name])),
          ...undeclaredDetails(details, declared),
        ]}
      />
      {declared.map((detail) => (
        <DetailSection key={detail.name} detail={detail} value={details[detail.name]} kind={kindName} />
      ))}
    </div>
  );
}

const NONE: readonly DetailDescriptor[] = [];
const NO_HISTORY: CheckHistory = { checks: [], complete: false };

/** A metric of the check, with its unit. */
function metricFact(metric: MetricDescriptor, value: number | undefined): Fact | null {
  return value === undefined ? null : [metric.label, metricFormat(metric).write(value)];
}

/** A single-line detail, with its label. */
function factOf(detail: DetailDescriptor, value: unknown): Fact | null {
  if (isBlock(detail.format, value)) return null;
  const text = detailText(detail.format, value);
  if (text === null) return null;
  return [detail.label, detail.format === 'code' ? <Raw key={detail.name}>{text}</Raw> : text];
}

interface DetailSectionProps {
  readonly detail: DetailDescriptor;
  readonly value: unknown;
  readonly kind: string | undefined;
}

/** A multi-line detail, under a heading. */
function DetailSection({ detail, value, kind }: DetailSectionProps) {
  const phases = usePhases(kind);
  if (!isBlock(detail.format, value)) return null;
  const steps = detail.format === 'steps' ? stepsOf(value) : null;
  if (steps !== null) {
    return (
      <section>
        <h3 className={css.title}>{detail.label}</h3>
        <StepWaterfall steps={steps} kind={kind} phases={phases} />
      </section>
    );
  }
  const rows = detail.format === 'table' ? rowsOf(value) : null;
  if (rows !== null) {
    return (
      <section>
        <h3 className={css.title}>{detail.label}</h3>
        <DetailTable detail={detail} rows={rows} />
      </section>
    );
  }
  const redirects = detail.format === 'redirects' ? redirectsOf(value) : null;
  return (
    <section>
      <h3 className={css.title}>{detail.label}</h3>
      {redirects === null ? (
        <Block>{detailText(detail.format, value) ?? ''}</Block>
      ) : (
        <ol className={css.redirects}>
          {redirects.map((redirect, index) => (
            // A redirect may lead to the same place twice, so only its position identifies it.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <span className="num">{redirect.status}</span>
              <Raw>{redirect.url}</Raw>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
