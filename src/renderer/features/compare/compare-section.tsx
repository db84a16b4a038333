import { useCallback, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { ChartSection } from '../../charts/section/chart-section.tsx';
import { CompareChart } from '../../charts/compare/compare-chart.tsx';
import { RELATIVE, type CompareLine } from '../../charts/compare/compare-lines.ts';
import { compareTable } from '../../charts/compare/compare-table.ts';
import { useSize } from '../../charts/frame/use-size.ts';
import { LATENCY, type ValueFormat } from '../../charts/scale/value-format.ts';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import type { ComparedValue, Comparison } from '../../navigation/comparison.ts';
import { say } from '../../texts.ts';
import type { TimeView } from '../../../shared/time-view.ts';
import { viewWords } from '../detail/sections/summary-sentence.ts';
import type { PointOfChecks } from '../detail/checks/find-check.ts';
import type { PageTime } from '../detail/range/use-viewport.ts';
import { chosenCompareScale, COMPARE_SCALES } from './compare-scale.ts';
import { CompareLegend } from './compare-legend.tsx';
import { ghostLabel } from './ghost-time.ts';
import { NOT_LOADED, type LoadedLine } from './line-source.tsx';
import { lineColor } from './use-compared.ts';

export interface CompareSectionProps {
  readonly views: readonly EndpointView[];
  readonly lines: ReadonlyMap<string, LoadedLine>;
  readonly time: PageTime;
  readonly comparison: Comparison;
  readonly onRemove: (id: string) => void;
  readonly onChoose: (id: string, row: PointOfChecks) => void;
}

/** Up to 8 endpoints as lines of one chart, with their figures below. */
export function CompareSection({ views, lines, time, comparison, onRemove, onChoose }: CompareSectionProps) {
  const [box, size] = useSize<HTMLDivElement>();
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const scale = chosenCompareScale.use();
  const { value, ghost, group } = comparison;
  const drawn = useLines(views, lines, value);
  const format = value === 'relative' ? RELATIVE : LATENCY;
  const name = group === undefined || group === '' ? `${views.length} endpoints` : group;
  const loaded = views.map(({ endpoint }) => lines.get(endpoint.id)?.series ?? null);
  const refused = loaded.find((series) => series !== null && series.trouble !== null);
  const retry = useCallback(() => loaded.forEach((series) => series?.retry()), [loaded]);
  const earlier = ghostLabel(ghost);
  const unit = unitOf(value);
  return (
    <ChartSection
      title={value === 'relative' ? 'Latency relative to the median' : 'Latency'}
      name={name}
      span={time.settled}
      table={() =>
        drawn.every(({ rows }) => rows === null)
          ? null
          : compareTable(drawn, time.settled, format, { unit, ghostLabel: earlier })
      }
      controls={
        <ToggleGroup value={scale} onChange={chosenCompareScale.set} options={COMPARE_SCALES} label="Value axis" />
      }
      summary={comparedSentence(views, lines, time.view)}
      legend={
        <CompareLegend
          views={views}
          lines={lines}
          view={comparison.view}
          ghostLabel={ghost === 'none' ? null : earlier}
          highlighted={highlighted}
          onHighlight={setHighlighted}
          {...(group === undefined && views.length > 1 ? { onRemove } : {})}
        />
      }
      box={box}
      height="main"
      trouble={refused?.trouble ?? null}
      onRetry={retry}
    >
      <CompareChart
        key={`${scale} ${value}`}
        time={time}
        lines={drawn}
        format={format}
        scale={scale}
        size={size}
        label={`${format.name} of ${name}, ${viewWords(time.view)}`}
        highlighted={highlighted}
        onChoose={onChoose}
      />
    </ChartSection>
  );
}

function useLines(
  views: readonly EndpointView[],
  lines: ReadonlyMap<string, LoadedLine>,
  value: ComparedValue,
): readonly CompareLine[] {
  const key = JSON.stringify(views.map(({ endpoint }) => [endpoint.id, endpoint.config.name]));
  return useMemo(
    () =>
      (JSON.parse(key) as readonly (readonly [string, string])[]).map(([id, name], index) =>
        compareLine({ id, name }, lineColor(index), lines.get(id) ?? NOT_LOADED, value),
      ),
    [key, lines, value],
  );
}

/** The line that a chart draws for an endpoint. */
export function compareLine(
  endpoint: Pick<CompareLine, 'id' | 'name'>,
  color: string,
  { series, history, ghost }: LoadedLine,
  value: ComparedValue,
): CompareLine {
  const median = series?.summary?.p50 ?? null;
  const unit = value === 'absolute' ? 1 : median === 0 ? null : median;
  return { ...endpoint, color, rows: series?.rows ?? null, history, unit, ghost };
}

/** The unit of compared values, in the names of columns. */
export function unitOf(value: ComparedValue): string {
  return value === 'relative' ? 'share' : 'ms';
}

/** The median of each endpoint over the view, in one sentence. */
export function comparedSentence(
  views: readonly EndpointView[],
  lines: ReadonlyMap<string, LoadedLine>,
  view: TimeView,
): string {
  const write = (format: ValueFormat, ms: number | null | undefined) =>
    ms === null || ms === undefined ? '–' : say('chart.median', { value: format.write(ms) });
  const said = views.map(({ endpoint }) =>
    say('chart.readLine', {
      name: endpoint.config.name,
      value: write(LATENCY, lines.get(endpoint.id)?.series?.summary?.p50),
    }),
  );
  return say('chart.compared', { value: LATENCY.name, range: viewWords(view), lines: said });
}
