import type { HistorySpan, StatusHistory } from '../../../contract/model/status-history.ts';
import type { Phases } from '../../../contract/model/check.ts';
import { formatLatency } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import { say } from '../../texts.ts';
import { tooltipLeft, xOf, type Plot, type Size } from '../scale/geometry.ts';
import { historyLook } from '../data/history-look.ts';
import css from '../frame/time-chart.module.css';
import { withUndeclared, type PhaseLook } from '../data/phase-look.ts';
import {
  codeText,
  disturbedText,
  exclusionText,
  incidentOf,
  incidentText,
  periodText,
  pointCount,
  pointTime,
  swallowedText,
} from '../data/point-text.ts';
import type { ChartRow, FailureText, Quantiles } from '../data/rows.ts';
import type { Stop } from '../data/stops.ts';
import { TooltipFigures } from './tooltip-figures.tsx';
import type { ValueFormat } from '../scale/value-format.ts';

export interface PointTooltipProps {
  readonly stop: Stop;
  readonly history: StatusHistory | null;
  readonly plot: Plot;
  /** In the order in which they happen. */
  readonly phases: readonly PhaseLook[];
  readonly format: ValueFormat;
  readonly size: Size;
  readonly failureText: FailureText;
  /** Annotations and changes at that time. */
  readonly notes?: readonly string[];
}

const WIDTH = 264;

/** Beside the point, on the side where there is room; never under the pointer. */
export function PointTooltip(props: PointTooltipProps) {
  const { stop, history, plot, phases, format, size, failureText, notes = [] } = props;
  const left = tooltipLeft(xOf(plot, stop.x), WIDTH, size);
  return (
    <div className={css.tooltip} style={{ left, width: WIDTH }} aria-hidden>
      {stop.row === null ? (
        <SpanFacts span={stop.span} open={stop.open} />
      ) : (
        <RowFacts row={stop.row} history={history} phases={phases} format={format} failureText={failureText} />
      )}
      {notes.map((note) => (
        <p key={note} className={css.note}>
          {note}
        </p>
      ))}
    </div>
  );
}

/** A period without checks: when it was, how long, and why. */
function SpanFacts({ span, open }: { readonly span: HistorySpan; readonly open: boolean }) {
  const now = useNow(1000);
  const look = historyLook(span);
  return (
    <>
      <p className={css.time}>{periodText(span.from, open ? null : span.to, now)}</p>
      {look === null ? null : <p>{say(look.sentence)}</p>}
    </>
  );
}

interface RowFactsProps extends Pick<PointTooltipProps, 'history' | 'phases' | 'format' | 'failureText'> {
  readonly row: ChartRow;
}

function RowFacts({ row, history, phases, format, failureText }: RowFactsProps) {
  const incident = incidentOf(row, history);
  const exclusion = exclusionText(row, history);
  const now = useNow(1000);
  return (
    <>
      <p className={css.time}>
        <span>{pointTime(row, now)}</span>
        {row.width > 0 ? <span>{pointCount(row)}</span> : null}
      </p>
      {row.value !== null ? (
        <p className={css.figure}>
          <span>{row.quantiles !== null ? 'Median' : row.width > 0 ? 'Mean' : format.name}</span>
          <strong>{format.write(row.value)}</strong>
        </p>
      ) : null}
      {row.quantiles === null ? null : <QuantileFigures quantiles={row.quantiles} write={format.write} />}
      {row.band !== null ? (
        <p className={css.figure}>
          <span>Lowest – highest</span>
          <span>
            {format.write(row.band[0])} – {format.write(row.band[1])}
          </span>
        </p>
      ) : null}
      {row.phases === null ? null : <PhaseFigures taken={row.phases} phases={phases} />}
      {row.down > 0 ? (
        <p className={css.failed}>
          <strong>{row.width > 0 ? say('chart.failedCount', { count: row.down }) : 'Failed'}</strong>
          {row.failure === null ? null : <span>{failureText(row.failure)}</span>}
          {row.codes.length > 1 ? <span>{row.codes.map(codeText).join(', ')}</span> : null}
        </p>
      ) : null}
      {row.unknown > 0 ? (
        <p className={css.unknown}>
          <strong>{row.width > 0 ? say('chart.unknownCount', { count: row.unknown }) : 'Unknown'}</strong>
          {row.failure === null || row.down > 0 ? null : <span>{failureText(row.failure)}</span>}
        </p>
      ) : null}
      {row.failure === null || row.down > 0 || row.unknown > 0 ? null : (
        <p className={css.degraded}>
          <strong>Degraded</strong>
          <span>{failureText(row.failure)}</span>
        </p>
      )}
      {row.disturbed > 0 ? (
        <p className={css.aside}>
          <strong>{disturbedText(row)}</strong>
          <span>Not in the latency figures.</span>
        </p>
      ) : null}
      {row.swallowed > 0 ? (
        <p className={css.aside}>
          <strong>{swallowedText(row.swallowed)}</strong>
          <span>An earlier check was still running. Percentiles count them.</span>
        </p>
      ) : null}
      {incident === undefined ? null : <p className={css.incident}>{incidentText(incident, now)}</p>}
      {exclusion === null ? null : <p className={css.note}>{exclusion}</p>}
    </>
  );
}

interface QuantileFiguresProps {
  readonly quantiles: Quantiles;
  readonly write: (value: number) => string;
}

function QuantileFigures({ quantiles: { p5, p25, p75, p95, p99 }, write }: QuantileFiguresProps) {
  return (
    <TooltipFigures
      figures={[
        ['p25 – p75', `${write(p25)} – ${write(p75)}`],
        ['p5 – p95', `${write(p5)} – ${write(p95)}`],
        ['p99', write(p99)],
      ]}
    />
  );
}

interface PhaseFiguresProps {
  readonly taken: Phases;
  readonly phases: readonly PhaseLook[];
}

function PhaseFigures({ taken, phases }: PhaseFiguresProps) {
  return withUndeclared(phases, Object.keys(taken)).map(({ name, label, color }) => {
    const ms = taken[name] ?? 0;
    return ms === 0 ? null : (
      <p key={name} className={css.figure}>
        <span>
          <i className={css.swatch} style={{ background: color }} />
          {label}
        </span>
        <span>{formatLatency(ms)}</span>
      </p>
    );
  });
}
