import { useEffect, useMemo, useState } from 'react';
import type { RangeUptime } from '../../../contract/model/uptime.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatCount, formatCounted, formatDuration, formatPercent } from '../../format.ts';
import { useConnected, useNow, useRequest } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { ObjectiveItem } from './objective-item.tsx';
import css from './uptime-panel.module.css';

const DAY = 86_400_000;
const MINUTE = 60_000;

interface Period {
  readonly label: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The uptime of an endpoint over common periods, with how much is known, and the objectives that include it. */
export function UptimePanel({ id }: { readonly id: EndpointId }) {
  const minute = useNow(MINUTE);
  const { answer, trouble } = useAnswer('objectives.list', { id }, 'objectives', minute);
  return (
    <div className={css.panel}>
      <Trouble>{trouble}</Trouble>
      {answer?.map((objective) => (
        <ObjectiveItem
          key={objective.id}
          objective={objective}
          {...(objective.source === 'endpoint'
            ? {}
            : { title: `${objective.config.name} (${formatCounted(objective.endpoints.length, 'endpoint')})` })}
        />
      ))}
      {answer?.length === 0 ? (
        <p className={css.none}>No objective. Set one under “Uptime objective” in the form of the endpoint.</p>
      ) : null}
      <Periods id={id} minute={minute} />
    </div>
  );
}

function Periods({ id, minute }: { readonly id: EndpointId; readonly minute: EpochMs }) {
  const periods = useMemo(() => periodsBefore(minute), [minute]);
  const uptimes = useUptimes(id, periods);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Period</th>
          <th scope="col">Uptime</th>
          <th scope="col">Down</th>
          <th scope="col">Known</th>
          <th scope="col">Incidents</th>
        </tr>
      </thead>
      <tbody>
        {periods.map(({ label }, index) => {
          const uptime = uptimes?.[index];
          return (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className={css.strong}>
                {uptime === undefined ? (
                  <Skeleton width={48} />
                ) : uptime.ratio === null ? (
                  '–'
                ) : (
                  formatPercent(uptime.ratio)
                )}
              </td>
              <td>{uptime === undefined ? '' : uptime.downMs === 0 ? '0' : formatDuration(uptime.downMs)}</td>
              <td title={uptime && notKnown(uptime)}>{uptime === undefined ? '' : formatPercent(uptime.coverage)}</td>
              <td>{uptime === undefined ? '' : formatCount(uptime.incidents)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Why the rest of the period is not known. */
function notKnown({ unknownMs, pausedMs, maintenanceMs, excludedMs }: RangeUptime): string {
  const parts = [
    ['unknown', unknownMs],
    ['paused', pausedMs],
    ['maintenance', maintenanceMs],
    ['excluded', excludedMs],
  ] as const;
  const shown = parts.filter(([, ms]) => ms > 0).map(([label, ms]) => `${label}: ${formatDuration(ms)}`);
  return shown.length === 0 ? 'The rest was not checked' : shown.join(', ');
}

/** The last day, week, month, quarter and year, and the calendar months. */
function periodsBefore(now: EpochMs): readonly Period[] {
  const date = new Date(now);
  const month = (offset: number) => new Date(date.getFullYear(), date.getMonth() + offset, 1).getTime();
  const ago = (label: string, days: number): Period => ({ label, from: now - days * DAY, to: now });
  return [
    ago('24 hours', 1),
    ago('7 days', 7),
    ago('30 days', 30),
    ago('90 days', 90),
    ago('1 year', 365),
    { label: 'This month', from: month(0), to: Math.max(now, month(0) + 1) },
    { label: 'Last month', from: month(-1), to: month(0) },
  ];
}

/** Null: not loaded yet. */
function useUptimes(id: EndpointId, periods: readonly Period[]): readonly RangeUptime[] | null {
  const request = useRequest();
  const connected = useConnected();
  const [uptimes, setUptimes] = useState<readonly RangeUptime[] | null>(null);
  useEffect(() => {
    if (!connected) return;
    const controller = new AbortController();
    const ask = async () => {
      try {
        const answers = await Promise.all(
          periods.map(({ from, to }) => request('uptime.range', { ids: [id], from, to })),
        );
        if (!controller.signal.aborted) setUptimes(answers.flat());
      } catch {
        // The objectives are requested at the same time, and show why they cannot be read.
      }
    };
    void ask();
    return () => controller.abort();
  }, [request, connected, id, periods]);
  return uptimes;
}
