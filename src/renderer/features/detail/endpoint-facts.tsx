import type { ReactNode } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { useNow } from '../../live/hooks.ts';
import { formatDateTime, formatDuration, formatIn, formatLatency, formatPercent } from '../../format.ts';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import css from './endpoint-facts.module.css';
import { useUptime } from './use-uptime.ts';

/** Where the endpoint stands now: since when, how fast, how often it was up, and when it is looked at next. */
export function EndpointFacts({ view }: { readonly view: EndpointView }) {
  const { endpoint, state } = view;
  const { uptime, trouble } = useUptime(endpoint.id, state.status);
  const { last } = state;
  return (
    <dl className={css.facts}>
      <Fact label="For" title={formatDateTime(state.since)}>
        <Since at={state.since} />
      </Fact>
      <Fact label="Last latency">
        {last?.disturbed === true && last.verdict !== 'down' ? <DisturbedMark /> : null}
        {last === null ? '–' : last.verdict === 'down' ? 'failed' : formatLatency(last.durationMs)}
      </Fact>
      {(['24h', '7d', '30d'] as const).map((window) => {
        const found = uptime?.find((one) => one.window === window);
        const ratio = window === '24h' ? (state.uptime24h ?? found?.ratio) : found?.ratio;
        const down = found === undefined ? undefined : `Down for ${formatDuration(found.downMs)}`;
        return (
          <Fact key={window} label={`Uptime ${LABEL[window]}`} title={trouble ?? down}>
            {uptime === null && trouble === null && ratio === undefined ? (
              <Skeleton width={52} />
            ) : ratio === null || ratio === undefined ? (
              '–'
            ) : (
              formatPercent(ratio)
            )}
          </Fact>
        );
      })}
      <Fact label="Next check">
        <NextCheck view={view} />
      </Fact>
    </dl>
  );
}

const LABEL = { '24h': '24 h', '7d': '7 d', '30d': '30 d' } as const;

interface FactProps {
  readonly label: string;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

function Fact({ label, title, children }: FactProps) {
  return (
    <div className={css.fact} title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Since({ at }: { readonly at: number }) {
  return formatDuration(Math.max(0, useNow(1000) - at));
}

function NextCheck({ view }: { readonly view: EndpointView }) {
  const now = useNow(1000);
  const { endpoint, state } = view;
  if (endpoint.paused) {
    return endpoint.pausedUntil === null ? 'paused' : `resumes ${formatIn(endpoint.pausedUntil, now)}`;
  }
  const when = state.nextAt === null ? 'checking…' : formatIn(state.nextAt, now);
  const retrying = state.failing > 0 && state.status !== 'down' && state.failing <= endpoint.config.retries;
  return retrying ? `${when}, retry ${state.failing} of ${endpoint.config.retries}` : when;
}
