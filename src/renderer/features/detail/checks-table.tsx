import { clsx } from 'clsx';
import { memo, type KeyboardEvent, type UIEvent } from 'react';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { PhaseLook } from '../../charts/phase-look.ts';
import { formatDateTime, formatLatency, formatTime } from '../../format.ts';
import { Button } from '../../components/button.tsx';
import { useTexts } from '../../live/hooks.ts';
import { Skeleton } from '../../components/spinner.tsx';
import { STATUS_LOOK, StatusDot } from '../../components/status.tsx';
import type { ListedCheck } from './check-list.ts';
import css from './checks-table.module.css';
import type { Checks } from './use-checks.ts';
import { swallowedText } from '../../charts/point-text.ts';
import { DisturbedMark } from '../../components/disturbed-mark.tsx';
import { PhaseBar } from '../check/waterfall.tsx';

export interface ChecksTableProps {
  readonly checks: Checks;
  /** The endpoint's kind. */
  readonly kind: string;
  /** The phases of the endpoint's kind, in order; a stable list. */
  readonly phases: readonly PhaseLook[];
  /** The time of the check that is shown in full. */
  readonly chosenAt: EpochMs | null;
  readonly onChoose: (at: EpochMs) => void;
}

/** Pixels from the end at which older checks are asked for. */
const NEAR_END = 200;

/** Every check as a row, newest first, with the whole failure: also the chart's alternative for screen readers. */
export function ChecksTable({ checks, kind, phases, chosenAt, onChoose }: ChecksTableProps) {
  const { list, loaded, hasOlder, loading, trouble, loadOlder } = checks;
  const focusable = list.some((check) => check.at === chosenAt) ? chosenAt : list[0]?.at;

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    if (hasOlder && scrollHeight - scrollTop - clientHeight < NEAR_END) loadOlder();
  };

  return (
    <div className={css.scroller} onScroll={onScroll}>
      <table className={css.table} aria-label="Recent checks" aria-busy={!loaded}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Verdict</span>
            </th>
            <th scope="col">Time</th>
            <th scope="col" className={css.ms}>
              Duration
            </th>
            <th scope="col" className={css.phases}>
              Phases
            </th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {list.map((check) => (
            <CheckRow
              key={check.at}
              check={check}
              kind={kind}
              phases={phases}
              chosen={check.at === chosenAt}
              focusable={check.at === focusable}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
      {loaded || trouble !== null ? null : <LoadingRows />}
      {loaded && list.length === 0 ? <p className={css.note}>No check has ended yet.</p> : null}
      {trouble === null ? null : (
        <p className={css.note} role="alert">
          {trouble}
        </p>
      )}
      {hasOlder || trouble !== null ? (
        <div className={css.more}>
          <Button size="sm" busy={loading} onClick={loadOlder}>
            Load older
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface CheckRowProps {
  readonly check: ListedCheck;
  readonly kind: string;
  readonly phases: readonly PhaseLook[];
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly onChoose: (at: EpochMs) => void;
}

const CheckRow = memo(function CheckRow({ check, kind, phases, chosen, focusable, onChoose }: CheckRowProps) {
  const { at, verdict, failure, durationMs, disturbed, swallowed } = check;
  const texts = useTexts();
  return (
    <tr
      className={clsx(css.row, chosen && css.chosen)}
      tabIndex={focusable ? 0 : -1}
      aria-current={chosen || undefined}
      onClick={() => onChoose(at)}
      onKeyDown={onRowKey}
    >
      <td className={css.verdict}>
        <StatusDot status={verdict} />
      </td>
      <td className={css.time}>
        <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
          {isToday(at) ? formatTime(at) : formatDateTime(at)}
        </time>
      </td>
      <td className={css.ms}>
        {disturbed ? <DisturbedMark /> : null}
        {formatLatency(durationMs)}
      </td>
      <td className={css.phases}>
        <PhaseBar check={check} phases={phases} />
      </td>
      <td className={css.failure}>
        {failure === null ? STATUS_LOOK[verdict].word : texts.failure(failure, kind)}
        {swallowed === null ? null : `, ${swallowedText(swallowed.slots)}`}
      </td>
    </tr>
  );
});

/** Enter and Space choose a row, arrows, Home and End the one they lead to. */
function onRowKey(event: KeyboardEvent<HTMLTableRowElement>): void {
  const row = event.currentTarget;
  const rowFor: Readonly<Record<string, Element | null | undefined>> = {
    Enter: row,
    ' ': row,
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  };
  const next = rowFor[event.key];
  if (!(next instanceof HTMLTableRowElement)) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function isToday(at: EpochMs): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

function LoadingRows() {
  return Array.from({ length: 6 }, (_, index) => (
    <div key={index} className={css.loading}>
      <Skeleton />
    </div>
  ));
}
