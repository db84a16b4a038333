import { memo, useCallback, useMemo, useState } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { StatusHistory } from '../../../contract/model/status-history.ts';
import { ChartSection } from '../../charts/section/chart-section.tsx';
import { HatchSwatch } from '../../charts/layers/hatch.tsx';
import { legendLooks } from '../../charts/data/history-look.ts';
import { StateTimeline, timelineHeight } from '../../charts/timeline/state-timeline.tsx';
import { stateLines, timelineTable, type TimelineRow } from '../../charts/timeline/timeline-rows.ts';
import { useSize } from '../../charts/frame/use-size.ts';
import { useVisible } from '../../charts/frame/use-visible.ts';
import { say } from '../../texts.ts';
import { viewWords } from '../detail/sections/summary-sentence.ts';
import { useHistoryLoading } from '../detail/series/use-status-history.ts';
import type { PageTime } from '../detail/range/use-viewport.ts';
import css from './compare.module.css';

interface TimelineProps {
  readonly views: readonly EndpointView[];
  readonly time: PageTime;
  /** A row was chosen at a time. */
  readonly onChoose: (id: string, at: number) => void;
}

/**
 * The maximum number of rows in one chart. A longer list becomes several charts, of which only those on the screen are
 * loaded.
 */
const CHUNK = 20;

/** The states of all endpoints of a list, loaded as they come on the screen. */
export function Timelines({ views, time, onChoose }: TimelineProps) {
  const chunks = Array.from({ length: Math.ceil(views.length / CHUNK) }, (_, index) =>
    views.slice(index * CHUNK, (index + 1) * CHUNK),
  );
  return chunks.map((chunk, index) => (
    <Chunk
      key={chunk[0]?.endpoint.id}
      {...{ views: chunk, time, onChoose }}
      title={chunks.length === 1 ? 'States' : `States, ${index * CHUNK + 1} – ${index * CHUNK + chunk.length}`}
    />
  ));
}

function Chunk({ title, ...props }: TimelineProps & { readonly title: string }) {
  const { views, time } = props;
  const [ref, visible] = useVisible<HTMLDivElement>();
  const [box, { width }] = useSize<HTMLDivElement>();
  const [histories, setHistories] = useState<ReadonlyMap<string, StatusHistory>>(new Map());
  const onHistory = useCallback((id: string, history: StatusHistory) => {
    setHistories((before) => new Map(before).set(id, history));
  }, []);
  return (
    <div ref={ref}>
      <div ref={box}>
        {visible
          ? views.map((view) => (
              <HistorySource
                key={view.endpoint.id}
                history={histories.get(view.endpoint.id) ?? null}
                {...{ view, time, width, onHistory }}
              />
            ))
          : null}
        <TimelineSection {...props} title={title} histories={histories} />
      </div>
    </div>
  );
}

interface HistorySourceProps {
  readonly view: EndpointView;
  readonly history: StatusHistory | null;
  readonly time: PageTime;
  readonly width: number;
  readonly onHistory: (id: string, history: StatusHistory) => void;
}

/** Loads the states of one endpoint, and draws nothing. */
function HistorySource({ view, history, time, width, onHistory }: HistorySourceProps) {
  const { id } = view.endpoint;
  useHistoryLoading({ id, state: view.state, history, onHistory, time, width });
  return null;
}

export interface TimelineSectionProps extends TimelineProps {
  readonly title: string;
  readonly histories: ReadonlyMap<string, StatusHistory | null>;
}

/** The states of a few endpoints, one row each. */
export const TimelineSection = memo(function TimelineSection(props: TimelineSectionProps) {
  const { title, views, histories, time, onChoose } = props;
  const [box, size] = useSize<HTMLDivElement>();
  const key = JSON.stringify(views.map(({ endpoint }) => [endpoint.id, endpoint.config.name]));
  const rows = useMemo(
    () =>
      (JSON.parse(key) as readonly (readonly [string, string])[]).map(([id, name]): TimelineRow => ({
        id,
        name,
        history: histories.get(id) ?? null,
      })),
    [key, histories],
  );
  const looks = useMemo(() => legendLooks(rows.flatMap(({ history }) => history?.spans ?? [])), [rows]);
  return (
    <ChartSection
      title={title}
      name={views.length === 1 ? (views[0]?.endpoint.config.name ?? '') : `${views.length} endpoints`}
      span={time.settled}
      table={() => (rows.every(({ history }) => history === null) ? null : timelineTable(rows, time.settled))}
      summary={timelineSentence(rows, time)}
      legend={
        <ul className={css.stateLegend} aria-label="States">
          {(['up', 'degraded', 'down'] as const).map((state) => (
            <li key={state}>
              <i className={css[state]} />
              {say(`history.${state}`)}
            </li>
          ))}
          {looks.map(({ label, fill }) =>
            fill === 'tint' ? null : (
              <li key={label}>
                <HatchSwatch id={`${title}-${fill}`.replaceAll(/\W/gu, '-')} fill={fill} />
                {say(label)}
              </li>
            ),
          )}
        </ul>
      }
      box={box}
      height={timelineHeight(rows.length)}
    >
      <StateTimeline
        time={time}
        rows={rows}
        size={size}
        label={`${title} of ${views.length} endpoints, ${viewWords(time.view)}`}
        onChoose={onChoose}
      />
    </ChartSection>
  );
});

/** Which endpoints were not up all the time. */
function timelineSentence(rows: readonly TimelineRow[], { view, settled }: PageTime): string {
  return say('chart.compared', {
    value: say('chart.worstStates', {}),
    range: viewWords(view),
    lines: stateLines(rows, settled),
  });
}
