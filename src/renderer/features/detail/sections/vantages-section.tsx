/** The latency and the states of an endpoint at each vantage point. */
import { useMemo } from 'react';
import type { VantageHistory, VantageLimit, VantageState } from '../../../../contract/model/vantage.ts';
import { ChartSection } from '../../../charts/section/chart-section.tsx';
import { CompareChart } from '../../../charts/compare/compare-chart.tsx';
import { compareTable } from '../../../charts/compare/compare-table.ts';
import { StateTimeline, timelineHeight } from '../../../charts/timeline/state-timeline.tsx';
import { stateLines, timelineTable } from '../../../charts/timeline/timeline-rows.ts';
import { useSize } from '../../../charts/frame/use-size.ts';
import { LATENCY } from '../../../charts/scale/value-format.ts';
import { vantageColor, vantageLines, vantageRows } from '../../../charts/compare/vantage-lines.ts';
import { StatusDot } from '../../../components/status.tsx';
import { formatLatency } from '../../../format.ts';
import { useTexts } from '../../../live/hooks.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import { say } from '../../../texts.ts';
import { viewWords } from './summary-sentence.ts';
import type { PageTime } from '../range/use-viewport.ts';
import { useVantageHistory } from '../series/use-vantage-history.ts';
import css from './vantages-section.module.css';

export interface VantagesSectionProps {
  readonly id: string;
  readonly name: string;
  readonly time: PageTime;
  /** The width of the panel, in pixels. */
  readonly width: number;
}

const NONE = [] as const;
const choosesNothing = () => undefined;

/** A single vantage point shows the same as the endpoint, so it has no charts of its own. */
export function VantagesSection({ id, name, time, width }: VantagesSectionProps) {
  const { histories, trouble } = useVantageHistory(id, time, width);
  const { answer } = useAnswer('vantages.states', { ids: [id] }, 'vantages');
  const { states = NONE, limits = NONE } = answer?.endpoints[0] ?? {};
  // Prometheus does not check this endpoint.
  if (histories === null || (histories.length === 0 && limits.length === 0)) return null;
  return (
    <>
      <p className={css.note}>
        {histories.length === 0
          ? 'No vantage point can check this endpoint.'
          : 'Prometheus has vantage points check this endpoint, so it cannot be checked on demand, and incidents have no evidence.'}
      </p>
      <Limits limits={limits} />
      {histories.length < 2 ? null : <VantageCharts {...{ name, time, histories, states, trouble }} />}
    </>
  );
}

/** Why some vantage points cannot check the endpoint. */
function Limits({ limits }: { readonly limits: readonly VantageLimit[] }) {
  const texts = useTexts();
  if (limits.length === 0) return null;
  return (
    <ul className={css.limits} aria-label="Vantage points that cannot check this endpoint">
      {limits.map(({ vantage, issue }) => (
        <li key={vantage}>
          <span className={css.vantage}>{vantage}</span> cannot check this endpoint: {texts.issue(issue)}
        </li>
      ))}
    </ul>
  );
}

interface VantageChartsProps extends Omit<VantagesSectionProps, 'id' | 'width'> {
  readonly histories: readonly VantageHistory[];
  readonly states: readonly VantageState[];
  readonly trouble: string | null;
}

function VantageCharts({ name, time, histories, states, trouble }: VantageChartsProps) {
  const [linesBox, linesSize] = useSize<HTMLDivElement>();
  const [statesBox, statesSize] = useSize<HTMLDivElement>();
  const lines = useMemo(() => vantageLines(histories), [histories]);
  const rows = useMemo(() => vantageRows(histories), [histories]);
  const { settled, view } = time;
  const said = histories.map(({ vantage }) => stateSentence(vantage, states));
  return (
    <>
      <ChartSection
        title="Latency by vantage point"
        name={name}
        span={settled}
        table={() => compareTable(lines, settled, LATENCY, { unit: 'ms', ghostLabel: '' })}
        summary={say('chart.compared', { value: LATENCY.name, range: viewWords(view), lines: said })}
        legend={
          <ul className={css.legend} aria-label="Vantage points">
            {histories.map(({ vantage }, index) => (
              <li key={vantage}>
                <i className={css.swatch} style={{ background: vantageColor(index) }} />
                <VantageNow name={vantage} state={states.find((one) => one.vantage === vantage)} />
              </li>
            ))}
          </ul>
        }
        box={linesBox}
        height="small"
        trouble={trouble}
      >
        <CompareChart
          time={time}
          lines={lines}
          format={LATENCY}
          scale="linear"
          size={linesSize}
          label={`Latency of ${name} by vantage point, ${viewWords(view)}`}
          onChoose={choosesNothing}
        />
      </ChartSection>
      <ChartSection
        title="States by vantage point"
        name={name}
        span={settled}
        table={() => timelineTable(rows, settled)}
        summary={say('chart.compared', {
          value: say('chart.worstStates', {}),
          range: viewWords(view),
          lines: stateLines(rows, settled),
        })}
        box={statesBox}
        height={timelineHeight(rows.length)}
      >
        <StateTimeline
          time={time}
          rows={rows}
          size={statesSize}
          label={`States of ${name} by vantage point, ${viewWords(view)}`}
          onChoose={choosesNothing}
        />
      </ChartSection>
    </>
  );
}

function VantageNow({ name, state }: { readonly name: string; readonly state: VantageState | undefined }) {
  const texts = useTexts();
  const figure =
    state === undefined
      ? 'No result yet'
      : state.failure === null
        ? formatLatency(state.durationMs)
        : texts.cause(state.failure);
  return (
    <>
      <StatusDot status={state?.verdict ?? 'pending'} />
      <span className={css.name} title={name}>
        {name}
      </span>
      <span className={css.figure}>{figure}</span>
    </>
  );
}

function stateSentence(name: string, states: readonly VantageState[]): string {
  const state = states.find(({ vantage }) => vantage === name);
  const value = state === undefined || state.verdict !== 'up' ? '–' : formatLatency(state.durationMs);
  return say('chart.readLine', { name, value });
}
