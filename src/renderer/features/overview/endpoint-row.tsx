import { clsx } from 'clsx';
import { EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { Source } from '../../../contract/model/source.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import { IconButton } from '../../components/button.tsx';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { StatusDot } from '../../components/status.tsx';
import { formatLatency, formatPercent, formatShortTime } from '../../format.ts';
import { useEndpoint, useTexts } from '../../live/hooks.ts';
import { lastContact, noContact } from '../../live/source-label.tsx';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useRemoteSource } from '../../live/sources.ts';
import { pathOf } from '../../navigation/route.ts';
import { CheckBar, CheckTrend } from './check-bar.tsx';
import { GridCell, GridRow } from './grid.tsx';
import { MiddleTruncated } from './middle-truncated.tsx';
import { NextCheck, Since } from './row-times.tsx';
import css from './row.module.css';

export interface EndpointRowProps {
  readonly id: string;
  readonly domId: string;
  /** From 1; the header is 1. */
  readonly index: number;
  readonly selected: boolean;
  readonly active: boolean;
  /** Its group and its source, where no header shows them. */
  readonly showGroup: boolean;
  readonly showSource: boolean;
  /** Pixels from the top of its section. A number, so a row that stays in its place does not render again. */
  readonly top: number;
}

/** One endpoint. It subscribes to that endpoint alone; the list handles clicks (`data-id` names the endpoint). */
export const EndpointRow = memo(function EndpointRow(props: EndpointRowProps) {
  const { id, domId, index, selected, active, showGroup, showSource, top } = props;
  const view = useEndpoint(id);
  const source = useRemoteSource(id);
  const stale = staleSince(source);
  // It has just been deleted. The list removes the row with its next order.
  if (view === undefined) return null;
  return (
    <GridRow
      id={domId}
      index={index}
      className={clsx(css.row, selected && css.selected, active && css.active, stale !== null && css.stale)}
      aria-selected={selected}
      data-id={id}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Cells
        view={view}
        selected={selected}
        showGroup={showGroup}
        source={showSource ? source : undefined}
        stale={stale}
      />
    </GridRow>
  );
});

interface CellsProps {
  readonly view: EndpointView;
  readonly selected: boolean;
  readonly showGroup: boolean;
  /** To be shown. Undefined: it is this Lookout, or a header shows it. */
  readonly source: Source | undefined;
  /** When its source last sent something; null: it is connected. */
  readonly stale: EpochMs | null;
}

function Cells({ view, selected, showGroup, source, stale }: CellsProps) {
  const { endpoint, state, recent } = view;
  const { name, group, tags, interval } = endpoint.config;
  const { last } = state;
  const failing = state.failing > 0 && state.status !== 'paused';
  const succeeded = last !== null && (last.verdict === 'up' || last.verdict === 'degraded');
  return (
    <>
      <GridCell className={css.select}>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected}
          readOnly
          aria-label={`Select ${name}`}
          data-act="select"
        />
      </GridCell>
      <GridCell>
        <StatusDot status={stale === null ? state.status : 'unknown'} failing={failing && stale === null} />
      </GridCell>
      <GridCell className={css.names}>
        <span className={css.nameLine}>
          <a className={css.name} href={`#${pathOf({ name: 'endpoint', id: endpoint.id })}`} tabIndex={-1} title={name}>
            {name}
          </a>
          {endpoint.source === 'demo' ? <span className={css.demo}>Demo</span> : null}
          {source === undefined ? null : <Label field="source" value={source.name ?? source.id} />}
        </span>
        {stale !== null ? (
          <span className={css.contact} title={`Not connected, ${lastContact(stale)}`}>
            {noContact(stale)}
          </span>
        ) : state.maintenance !== undefined ? (
          <span className={css.maintenance} title={state.maintenance.name}>
            {state.maintenance.name === name ? 'In maintenance' : state.maintenance.name}, until{' '}
            {formatShortTime(state.maintenance.until)}
          </span>
        ) : state.behind !== undefined ? (
          <span className={css.maintenance} title={`${state.behind} is down too, so nobody is alerted about this one.`}>
            Behind {state.behind}
          </span>
        ) : failing && last?.failure ? (
          <Reason reason={last.failure} className={css.failure} endpoint={endpoint} />
        ) : state.status === 'degraded' && last?.warning ? (
          <Reason reason={last.warning} className={css.warning} endpoint={endpoint} />
        ) : (
          <MiddleTruncated className={css.target} text={endpoint.target} />
        )}
      </GridCell>
      <GridCell className={css.labels} title={tags.join(', ')}>
        {showGroup && group !== '' ? <Label field="group" value={group} /> : null}
        {tags.map((tag) => (
          <Label key={tag} field="tag" value={tag} />
        ))}
      </GridCell>
      <GridCell className={css.figure}>
        {succeeded && last.disturbed ? <DisturbedMark /> : null}
        {succeeded ? formatLatency(last.durationMs) : <span className={css.none}>–</span>}
      </GridCell>
      <GridCell className={css.trend}>
        <CheckTrend recent={recent} interval={interval} />
      </GridCell>
      <GridCell>
        <CheckBar id={endpoint.id} recent={recent} interval={interval} />
      </GridCell>
      <GridCell className={css.figure}>
        {state.uptime24h === null ? <span className={css.none}>–</span> : formatPercent(state.uptime24h)}
      </GridCell>
      <GridCell className={clsx(css.figure, css.quiet)}>
        <Since at={state.since} />
      </GridCell>
      <GridCell className={clsx(css.figure, css.quiet)}>
        <NextCheck
          stale={stale !== null}
          nextAt={endpoint.pausedUntil ?? state.nextAt}
          paused={endpoint.paused && endpoint.pausedUntil === null}
        />
      </GridCell>
      <GridCell className={css.menu}>
        <IconButton
          size="sm"
          icon={EllipsisVertical}
          label={`Actions for ${name}`}
          tooltip={false}
          tabIndex={-1}
          aria-haspopup="menu"
          data-act="menu"
        />
      </GridCell>
    </>
  );
}

interface ReasonProps {
  readonly reason: FailureSummary;
  readonly className: string | undefined;
  readonly endpoint: Endpoint;
}

/** Why the endpoint fails or is degraded, in place of its target. */
function Reason({ reason, className, endpoint }: ReasonProps) {
  const text = useTexts().failure(reason, endpoint.config.kind);
  return (
    <span className={className} title={`${endpoint.target}\n${text}`}>
      {text}
    </span>
  );
}

/** A tag, a group or a source. A click filters by it. */
function Label({ field, value }: { readonly field: 'tag' | 'group' | 'source'; readonly value: string }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.label}
      title={`Filter by ${field} ${value}`}
      data-act="filter"
      data-field={field}
      data-value={value}
    >
      {value}
    </button>
  );
}
