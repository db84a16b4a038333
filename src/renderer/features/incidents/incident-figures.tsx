import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { IncidentStats, Outage, SharedBy } from '../../../contract/model/incident-event.ts';
import { formatCount, formatDateTime, formatDateTimeRange, formatDuration } from '../../format.ts';
import { useAllEndpoints, useNow, useTexts } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { figuresRange } from './figures-range.ts';
import type { Bounds } from './incident-filter.ts';
import css from './incident-figures.module.css';

const MINUTE = 60_000;

/** Figures about the incidents of a period, and its outages of several endpoints. */
export function IncidentFigures({ bounds }: { readonly bounds: Bounds }) {
  const minute = useNow(MINUTE);
  const range = figuresRange(bounds, minute);
  const stats = useAnswer('incidents.stats', range, 'incidentEvents').answer;
  const outages = useAnswer('incidents.outages', range, 'incidentEvents').answer;
  if (stats === null || stats.incidents + stats.excluded === 0) return null;
  return (
    <section className={css.figures} aria-label="Figures">
      <dl className={css.list}>
        <Figure label={bounds.from === -Infinity ? 'Incidents, 30 days' : 'Incidents'}>
          {formatCount(stats.incidents)}
          {stats.excluded === 0 ? null : <small> and {formatCount(stats.excluded)} excluded</small>}
        </Figure>
        <Figure label="Time to recovery" title="The mean duration of incidents that ended (MTTR)">
          {stats.mttrMs === null ? '–' : formatDuration(stats.mttrMs)}
        </Figure>
        <Figure
          label="Time between failures"
          title="Up time of all endpoints divided by the incidents that began (MTBF)"
        >
          {stats.mtbfMs === null ? '–' : formatDuration(stats.mtbfMs)}
        </Figure>
        <Longest stats={stats} />
        <Figure label="Down">{formatDuration(stats.downMs)}</Figure>
      </dl>
      <Causes stats={stats} />
      {outages?.map((outage) => (
        <OutageItem key={outage.incidents[0]?.id} outage={outage} />
      ))}
    </section>
  );
}

function Figure({
  label,
  title,
  children,
}: {
  readonly label: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Longest({ stats: { longest } }: { readonly stats: IncidentStats }) {
  const name = useAllEndpoints().get(longest?.endpointId ?? '')?.endpoint.config.name ?? '';
  return (
    <Figure label="Longest" title={name}>
      {longest === null ? '–' : formatDuration(longest.durationMs)}
      {name === '' ? null : <small className={css.name}>{name}</small>}
    </Figure>
  );
}

const SHOWN_CAUSES = 5;

function Causes({ stats: { causes, downMs } }: { readonly stats: IncidentStats }) {
  const texts = useTexts();
  if (causes.length === 0) return null;
  return (
    <dl className={css.causes} aria-label="Causes">
      {causes.slice(0, SHOWN_CAUSES).map(({ code, incidents, downMs: ms }) => (
        <div key={code} className={css.cause}>
          <span className={css.share} style={{ width: `${downMs === 0 ? 0 : (ms / downMs) * 100}%` }} aria-hidden />
          <dt className={css.label} title={code}>
            {texts.cause(code)}
          </dt>
          <dd className={css.count}>
            {formatCount(incidents)}×, {formatDuration(ms)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const SHARED: Readonly<Record<SharedBy, string>> = {
  host: 'the host',
  address: 'the address',
  network: 'the network',
  proxy: 'the proxy',
  resolver: 'the DNS server',
  issuer: 'the certificate issuer',
  group: 'the group',
};

/** Describes what endpoints that failed together have in common. */
export function sharedText({ shared, incidents }: Outage): string {
  const all = new Set(incidents.map(({ endpointId }) => endpointId)).size;
  const count = `${formatCount(all)} endpoints failed together`;
  if (shared === null) return count;
  const who = shared.failed < all ? `${formatCount(shared.failed)} of them` : 'they';
  return `${count}: ${who} share ${SHARED[shared.by]} ${shared.value}`;
}

function OutageItem({ outage }: { readonly outage: Outage }) {
  const endpoints = useAllEndpoints();
  const names = outage.incidents.map(({ endpointId }) => endpoints.get(endpointId)?.endpoint.config.name ?? endpointId);
  return (
    <div className={clsx(css.outage, outage.to === null && css.open)}>
      <p className={css.shared}>{sharedText(outage)}</p>
      <p className={css.names}>
        {outage.to === null ? `since ${formatDateTime(outage.from)}` : formatDateTimeRange(outage.from, outage.to)}
        {' · '}
        {[...new Set(names)].join(', ')}
      </p>
    </div>
  );
}
