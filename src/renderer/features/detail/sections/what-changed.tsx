import { useState } from 'react';
import type { Shift, Shifts } from '../../../../contract/model/shift.ts';
import type { EndpointId } from '../../../../contract/model/units.ts';
import type { TimeSpan } from '../../../../shared/time-view.ts';
import { metricFormat } from '../../../charts/scale/value-format.ts';
import { Button } from '../../../components/button.tsx';
import { Spinner } from '../../../components/spinner.tsx';
import { formatCount, formatDateTimeRange, formatDuration, formatLatency, formatPercent } from '../../../format.ts';
import { useEndpoint, useKind } from '../../../live/hooks.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import { pathOf } from '../../../navigation/route.ts';
import { wordsOf } from '../../../words.ts';
import css from './what-changed.module.css';

/** Compares all endpoints over a span of the chart with the time before it, when a person asks for it. */
export function WhatChanged({ id, span }: { readonly id: EndpointId; readonly span: TimeSpan }) {
  const [asked, setAsked] = useState<TimeSpan | null>(null);
  const { answer, trouble, reload } = useAnswer('shifts.list', asked, null);
  const range = { from: Math.max(0, Math.floor(span.from)), to: Math.ceil(span.to) };
  const ask = () => {
    setAsked(range);
    reload();
  };
  const shown = answer !== null && answer.from === asked?.from && answer.to === asked.to ? answer : null;
  if (asked === null) {
    return (
      <div className={css.ask}>
        <Button size="sm" onClick={ask}>
          What else changed?
        </Button>
        <span>
          Compares all endpoints in this range with the time before it. To choose a range, drag over the chart.
        </span>
      </div>
    );
  }
  return (
    <section className={css.section} aria-label="What else changed">
      <header className={css.header}>
        <h3>What else changed</h3>
        <span className={css.range}>{formatDateTimeRange(asked.from, asked.to)}</span>
        <span className={css.buttons}>
          <Button size="sm" onClick={ask}>
            Compare the range shown
          </Button>
          <Button size="sm" onClick={() => setAsked(null)}>
            Close
          </Button>
        </span>
      </header>
      {trouble === null ? null : <p role="alert">{trouble}</p>}
      {shown === null ? (
        trouble === null && <Spinner label="Comparing all endpoints" />
      ) : (
        <Found shifts={shown} own={id} />
      )}
    </section>
  );
}

function Found({ shifts, own }: { readonly shifts: Shifts; readonly own: EndpointId }) {
  const { from, to, since, compared, endpoints } = shifts;
  const before = `the ${formatDuration(from - since)} before`;
  if (compared === 0) {
    return <p className={css.note}>No endpoint has enough checks in this range and in {before}.</p>;
  }
  const left = endpoints - compared;
  const note = `Compared with ${before}. ${left === 0 ? '' : `${formatCount(left)} of ${formatCount(endpoints)} endpoints had too few checks.`}`;
  if (shifts.shifts.length === 0) {
    return <p className={css.note}>Nothing changed clearly. {note}</p>;
  }
  return (
    <>
      <p className={css.note}>{note}</p>
      <table className={css.table}>
        <thead>
          <tr>
            <th>Endpoint</th>
            <th>What</th>
            <th>Before</th>
            <th>In this range</th>
            <th>Change</th>
          </tr>
        </thead>
        <tbody>
          {shifts.shifts.map((shift) => (
            <Row
              key={`${shift.id} ${shift.measure.type} ${shift.measure.name}`}
              shift={shift}
              span={{ from, to }}
              own={shift.id === own}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  readonly shift: Shift;
  readonly span: TimeSpan;
  /** The change belongs to the endpoint of this page. */
  readonly own: boolean;
}

function Row({ shift, span, own }: RowProps) {
  const config = useEndpoint(shift.id)?.endpoint.config;
  const { label, write } = useMeasure(shift, config?.kind);
  // The endpoint was removed in the meantime.
  if (config === undefined) return null;
  const { before, during, score } = shift;
  const href = `#${pathOf({ name: 'endpoint', id: shift.id, view: { type: 'fixed', ...span } })}`;
  return (
    <tr>
      <td className={css.name}>{own ? `${config.name} (this endpoint)` : <a href={href}>{config.name}</a>}</td>
      <td>{label}</td>
      <td className={css.figure}>{write(before)}</td>
      <td className={css.figure}>{write(during)}</td>
      <td className={css.change}>
        <span className={css.bar} style={{ width: `${Math.round(score * 100)}%` }} data-worse={during > before} />
        <span>{changeOf(before, during)}</span>
      </td>
    </tr>
  );
}

function useMeasure({ measure: { type, name } }: Shift, kind: string | undefined) {
  const descriptor = useKind(kind ?? '');
  if (type === 'latency') return { label: 'Latency', write: formatLatency };
  if (type === 'failures') return { label: 'Failed checks', write: formatPercent };
  if (type === 'phase') {
    const label = descriptor?.phases.find((phase) => phase.name === name)?.label ?? wordsOf(name);
    return { label: `Phase ${label}`, write: formatLatency };
  }
  const metric = descriptor?.metrics?.find((one) => one.name === name);
  return metric === undefined
    ? { label: wordsOf(name), write: formatCount }
    : { label: metric.label, write: metricFormat(metric).write };
}

/** Such as `2.6 ×`, or an arrow where nothing was before. */
function changeOf(before: number, during: number): string {
  if (before <= 0 || during <= 0) return during > before ? '↑' : '↓';
  const factor = during / before;
  return `${factor >= 10 ? Math.round(factor) : factor.toFixed(factor < 0.1 ? 2 : 1)}\u00a0×`;
}
