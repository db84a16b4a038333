import { clsx } from 'clsx';
import { X } from 'lucide-react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
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
          {views.map(({ endpoint, state }, index) => {
            const { id, config } = endpoint;
            const summary = lines.get(id)?.series?.summary ?? null;
            const path = pathOf({ name: 'endpoint', id, ...(view === undefined ? {} : { view }) });
            return (
              <tr
                key={id}
                className={clsx(highlighted === id && css.highlighted)}
                data-legend={config.name}
                onMouseEnter={() => onHighlight(id)}
                onMouseLeave={() => onHighlight(null)}
              >
                <th scope="row">
                  <span className={css.who}>
                    <i className={css.swatch} style={{ background: lineColor(index) }} />
                    <StatusDot status={state.status} failing={state.failing > 0} />
                    <a
                      href={`#${path}`}
                      title={config.name}
                      onFocus={() => onHighlight(id)}
                      onBlur={() => onHighlight(null)}
                    >
                      {config.name}
                    </a>
                  </span>
                </th>
                {FIGURES.map(({ name }) => {
                  const value = summary?.[name] ?? null;
                  return <td key={name}>{value === null ? '–' : formatLatency(value)}</td>;
                })}
                <td className={clsx(summary !== null && summary.down > 0 && css.failed)}>
                  {summary === null
                    ? '–'
                    : `${formatCount(summary.down)} of ${formatCount(summary.count + summary.down)}`}
                </td>
                {onRemove === undefined ? null : (
                  <td>
                    <IconButton
                      size="sm"
                      icon={X}
                      tooltip={false}
                      label={`Remove ${config.name} from the comparison`}
                      onClick={() => onRemove(id)}
                    />
                  </td>
                )}
              </tr>
            );
          })}
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
