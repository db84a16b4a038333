import { useRef, type ReactNode, type RefObject } from 'react';
import { Button } from '../../components/button.tsx';
import type { TimeSpan } from '../../../shared/time-view.ts';
import { useLatest } from '../../live/use-latest.ts';
import { ChartMenu } from './chart-menu.tsx';
import type { ChartTable } from '../data/chart-table.ts';
import css from './chart-section.module.css';

export interface ChartSectionProps {
  readonly title: string;
  /** The name of the endpoint. */
  readonly name: string;
  readonly span: TimeSpan;
  /** Makes the data of the chart; null: there is none yet. */
  readonly table: () => ChartTable | null;
  /** Beside the title. */
  readonly figures?: ReactNode;
  /** At the right end. */
  readonly controls?: ReactNode;
  /** A one-sentence summary of the chart, for screen readers. */
  readonly summary: string;
  readonly legend?: ReactNode;
  /** The element that determines the size of the chart. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** A number is in pixels. */
  readonly height: 'main' | 'small' | 'flat' | number;
  /** Why the chart is not up to date; null: it is. */
  readonly trouble?: string | null;
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

/** A chart with its title, its figures, its controls and its legend. */
export function ChartSection(props: ChartSectionProps) {
  const section = useRef<HTMLElement>(null);
  const {
    title,
    name,
    span,
    table,
    figures,
    controls,
    summary,
    legend,
    box,
    height,
    trouble = null,
    onRetry,
    children,
  } = props;
  const content = useLatest({ span, name, summary, table });
  return (
    <section ref={section} className={css.section} aria-label={title}>
      <header className={css.header}>
        <h3 className={css.title}>{title}</h3>
        {figures}
        <span className={css.controls}>
          {controls}
          <ChartMenu chart={title} title={`${title} of ${name}`} content={content} section={section} />
        </span>
      </header>
      <p className="sr-only">{summary}</p>
      <div
        ref={box}
        className={typeof height === 'number' ? css.fixed : css[height]}
        {...(typeof height === 'number' ? { style: { height } } : {})}
        data-chart
      >
        {children}
        {trouble === null ? null : (
          <p className={css.trouble} role="alert">
            {trouble}
            {onRetry === undefined ? null : (
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            )}
          </p>
        )}
      </div>
      {legend}
    </section>
  );
}
