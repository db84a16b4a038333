import type { ReactNode } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Ms } from '../../../contract/model/units.ts';
import type { Uptime } from '../../../contract/model/uptime.ts';
import { useNow } from '../../live/hooks.ts';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useRemoteSource } from '../../live/sources.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatCounted, formatDateTime, formatDuration, formatIn, formatLatency, formatPercent } from '../../format.ts';
import { STATUS_LOOK } from '../../components/status.tsx';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import css from './endpoint-facts.module.css';

const MINUTE: Ms = 60_000;

/** The current state of the endpoint: since when, how fast, how often it was up, and when its next check is. */
export function EndpointFacts({ view }: { readonly view: EndpointView }) {
  const { endpoint, state } = view;
  const { last } = state;
  const isAway = staleSince(useRemoteSource(endpoint.id)) !== null;
  // The uptime may change with time, with a check, and with the status.
  const version = `${useNow(MINUTE)} ${state.status} ${last?.at ?? ''}`;
  const { answer: uptime, trouble } = useAnswer('uptime.get', { id: endpoint.id }, null, version);
  // The duration of any other check says nothing about how fast the endpoint is.
  const succeeded = last?.verdict === 'up' || last?.verdict === 'degraded';
  return (
    <dl className={css.facts}>
      <Fact label={`${STATUS_LOOK[state.status].word} for`} title={`Since ${formatDateTime(state.since)}`}>
        <Since at={state.since} />
      </Fact>
      <Fact label="Last latency">
        {succeeded && last.disturbed ? <DisturbedMark /> : null}
        {succeeded ? formatLatency(last.durationMs) : last?.verdict === 'down' ? 'failed' : '–'}
      </Fact>
      {WINDOWS.map(({ window, label, ms }) => {
        // All three figures come from one answer, so that they are consistent.
        const found = uptime?.find((one) => one.window === window);
        return (
          <Fact key={window} label={`Uptime ${label}`} title={trouble ?? (found && uptimeTitle(found))}>
            {found === undefined ? (
              trouble === null ? (
                <Skeleton width={52} />
              ) : (
                '–'
              )
            ) : (
              <UptimeFigure uptime={found} windowMs={ms} />
            )}
          </Fact>
        );
      })}
      <Fact label="Next check">{isAway ? '–' : <NextCheck view={view} />}</Fact>
    </dl>
  );
}

const DAY = 86_400_000;
const WINDOWS = [
  { window: '24h', label: '24 h', ms: DAY },
  { window: '7d', label: '7 d', ms: 7 * DAY },
  { window: '30d', label: '30 d', ms: 30 * DAY },
] as const;
/** If at least this share of a window was monitored, it counts as fully monitored. */
const WHOLE = 0.99;

/** The uptime, and how much of the window was monitored. */
function UptimeFigure({ uptime, windowMs }: { readonly uptime: Uptime; readonly windowMs: Ms }) {
  const { ratio, watchedMs } = uptime;
  if (ratio === null) return '–';
  return (
    <>
      {formatPercent(ratio)}
      {watchedMs >= WHOLE * windowMs ? null : (
        <small className={css.watched}>of {watchedText(watchedMs)} watched</small>
      )}
    </>
  );
}

function watchedText(ms: Ms): string {
  return ms < 1000 ? 'less than 1 s' : formatDuration(ms);
}

function uptimeTitle({ downMs, incidents }: Uptime): string {
  return `Down for ${formatDuration(downMs)}, ${formatCounted(incidents, 'incident')}`;
}

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
