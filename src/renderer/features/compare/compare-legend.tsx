import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { memo } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Status } from '../../../contract/model/endpoint.ts';
import type { SeriesSummary } from '../../../contract/model/series.ts';
import type { TimeView } from '../../../shared/time-view.ts';
import { IconButton } from '../../components/button.tsx';
import { StatusDot } from '../../components/status.tsx';
import { formatCount, formatLatency } from '../../format.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './compare.module.css';
import type { LoadedLine } from './line-source.tsx';
import { lineColor } from './use-compared.ts';

export interface CompareLegendProps {
  readonly views: readonly EndpointView[];
  readonly lines: ReadonlyMap<string, LoadedLine>;
  /** The view in the address; undefined: the default view of charts. */
  readonly view: TimeView | undefined;
  /** The earlier time that is drawn behind the lines; null: none. */
  readonly ghostLabel: string | null;
  readonly highlighted: string | null;
  readonly onHighlight: (id: string | null) => void;
  /** Absent: endpoints cannot be taken out. */
  readonly onRemove?: (id: string) => void;
}

const FIGURES = [
  { name: 'p50', label: 'Median' },
  { name: 'p95', label: 'p95' },
  { name: 'p99', label: 'p99' },
  { name: 'max', label: 'Highest' },
] as const;

/**
 * The legend: the endpoint of each line, with its figures over the view. Pointing at a row brings its line to the
 * front.
 */
export function CompareLegend(props: CompareLegendProps) {
  const { views, lines, view, ghostLabel, highlighted, onHighlight, onRemove } = props;
  return (
    <div className={css.legend}>
      <table>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            {FIGURES.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">Failed</th>
            {onRemove === undefined ? null : (
              <th scope="col">
                <span className="sr-only">Remove</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {views.map(({ endpoint, state }, index) => (
            <LegendRow
              key={endpoint.id}
              id={endpoint.id}
              name={endpoint.config.name}
              status={state.status}
              failing={state.failing > 0}
              color={lineColor(index)}
              path={pathOf({ name: 'endpoint', id: endpoint.id, ...(view === undefined ? {} : { view }) })}
              summary={lines.get(endpoint.id)?.series?.summary ?? null}
              isHighlighted={highlighted === endpoint.id}
              onHighlight={onHighlight}
              onRemove={onRemove}
            />
          ))}
        </tbody>
      </table>
      {ghostLabel === null ? null : (
        <p className={css.hint}>
          <i className={css.ghostSwatch} /> {ghostLabel}, at the same time of day
        </p>
      )}
    </div>
  );
}

interface LegendRowProps extends Pick<CompareLegendProps, 'onHighlight'> {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly failing: boolean;
  readonly color: string;
  readonly path: string;
  /** Null: not loaded yet. */
  readonly summary: SeriesSummary | null;
  readonly isHighlighted: boolean;
  readonly onRemove: CompareLegendProps['onRemove'] | undefined;
}

/** Rendered again only if its own line changes. */
const LegendRow = memo(function LegendRow(props: LegendRowProps) {
  const { id, name, status, failing, color, path, summary, isHighlighted, onHighlight, onRemove } = props;
  return (
    <tr
      className={clsx(isHighlighted && css.highlighted)}
      data-legend={name}
      onMouseEnter={() => onHighlight(id)}
      onMouseLeave={() => onHighlight(null)}
    >
      <th scope="row">
        <span className={css.who}>
          <i className={css.swatch} style={{ background: color }} />
          <StatusDot status={status} failing={failing} />
          <a href={`#${path}`} title={name} onFocus={() => onHighlight(id)} onBlur={() => onHighlight(null)}>
            {name}
          </a>
        </span>
      </th>
      {FIGURES.map(({ name: figure }) => {
        const value = summary?.[figure] ?? null;
        return <td key={figure}>{value === null ? '–' : formatLatency(value)}</td>;
      })}
      <td className={clsx(summary !== null && summary.down > 0 && css.failed)}>
        {summary === null ? '–' : `${formatCount(summary.down)} of ${formatCount(summary.count + summary.down)}`}
      </td>
      {onRemove === undefined ? null : <RemoveCell id={id} name={name} onRemove={onRemove} />}
    </tr>
  );
});

interface RemoveCellProps {
  readonly id: string;
  readonly name: string;
  readonly onRemove: (id: string) => void;
}

const RemoveCell = memo(function RemoveCell({ id, name, onRemove }: RemoveCellProps) {
  return (
    <td>
      <IconButton
        size="sm"
        icon={X}
        tooltip={false}
        label={`Remove ${name} from the comparison`}
        onClick={() => onRemove(id)}
      />
    </td>
  );
});
