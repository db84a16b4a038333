import type { CheckResult } from '../../../contract/model.ts';
import { formatBytes, formatLatency } from '../../format.ts';
import { StatusBadge } from '../../components/status.tsx';
import css from '../check/check-details.module.css';
import { otherDetails } from './detail-text.ts';
import { Block, Facts, Raw, type Fact } from '../check/facts.tsx';
import { Waterfall } from '../check/waterfall.tsx';
import { formatWhen } from '../check/when.ts';

/** One check in full: the failure first, then where its time went, then what was found. */
export function CheckDetails({ check }: { readonly check: CheckResult }) {
  const { details, failure } = check;
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
          <p>{failure.message}</p>
          {failure.raw === undefined ? null : <Raw>{failure.raw}</Raw>}
        </div>
      )}
      <Waterfall check={check} />
      <p className={css.apart}>
        Not in the total: waited {formatLatency(check.queuedMs)} in the gate, began {formatLatency(check.lateMs)} late.
      </p>
      <Facts facts={factsOf(check)} />
      {details.redirects === undefined || details.redirects.length === 0 ? null : (
        <section>
          <h3 className={css.title}>Redirects</h3>
          <ol className={css.redirects}>
            {details.redirects.map((redirect, index) => (
              // A redirect may lead to the same place twice: only its position tells it apart.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <span className="num">{redirect.status}</span>
                <Raw>{redirect.url}</Raw>
              </li>
            ))}
          </ol>
        </section>
      )}
      {details.snippet === undefined ? null : (
        <section>
          <h3 className={css.title}>What came back</h3>
          <Block>{details.snippet}</Block>
        </section>
      )}
    </div>
  );
}

function factsOf({ details, failure }: CheckResult): (Fact | null)[] {
  const { status, httpVersion, remoteAddress, bytes, truncated, tls } = details;
  return [
    failure === null ? null : ['Failure code', <Raw key="code">{failure.code}</Raw>],
    status === undefined ? null : ['HTTP status', status],
    httpVersion === undefined ? null : ['HTTP version', httpVersion],
    remoteAddress === undefined ? null : ['Answered by', <Raw key="address">{remoteAddress}</Raw>],
    bytes === undefined
      ? null
      : [
          'Size',
          truncated === true ? `${formatBytes(bytes)} read, then stopped at the read limit` : formatBytes(bytes),
        ],
    tls === undefined ? null : ['TLS', `${tls.protocol}, ${tls.authorized ? 'trusted' : 'not trusted'}`],
    ...otherDetails(details),
  ];
}
