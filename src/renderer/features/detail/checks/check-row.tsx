import { clsx } from 'clsx';
import { memo, type KeyboardEvent } from 'react';
import type { Texts } from '../../../../i18n/texts.ts';
import type { EpochMs, Ms } from '../../../../contract/model/units.ts';
import { reasonOf } from '../../../../shared/recent-checks.ts';
import type { PhaseLook } from '../../../charts/data/phase-look.ts';
import { swallowedText } from '../../../charts/data/point-text.ts';
import { DisturbedMark } from '../../../components/disturbed-mark.tsx';
import { useTexts } from '../../../live/hooks.ts';
import { STATUS_LOOK, StatusDot } from '../../../components/status.tsx';
import { formatDateTime, formatLatency, formatTime } from '../../../format.ts';
import { PhaseBar } from '../../check/waterfall.tsx';
import { isWhole, type ListedCheck } from './check-list.ts';
import css from './checks-table.module.css';
import { moveBetweenRows } from './row-keys.ts';

export interface CheckRowProps {
  readonly check: ListedCheck;
  /** The endpoint's kind. */
  readonly kind: string;
  readonly phases: readonly PhaseLook[];
  /** The duration for which the bar of the phases has its full width. */
  readonly longestMs: Ms;
  /** The check belongs to the run in a row above. */
  readonly inRun: boolean;
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly onChoose: (at: EpochMs) => void;
}

export const CheckRow = memo(function CheckRow(props: CheckRowProps) {
  const { check, kind, phases, longestMs, inRun, chosen, focusable, onChoose } = props;
  const { at, verdict, durationMs, disturbed, swallowed } = check;
  const texts = useTexts();
  return (
    <tr
      className={clsx(css.row, inRun && css.inRun, chosen && css.chosen)}
      tabIndex={focusable ? 0 : -1}
      aria-current={chosen || undefined}
      data-at={at}
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
        <PhaseBar check={check} phases={phases} longestMs={longestMs} />
      </td>
      <td className={css.failure}>
        {sentenceOf(check, kind, texts)}
        {swallowed === null ? null : `, ${swallowedText(swallowed.slots)}`}
      </td>
    </tr>
  );
});

/** Why a check failed or is degraded, or its verdict in words. */
export function sentenceOf(check: ListedCheck, kind: string, texts: Texts): string {
  const reason = isWhole(check) ? reasonOf(check) : (check.failure ?? check.warning ?? null);
  return reason === null ? STATUS_LOOK[check.verdict].word : texts.failure(reason, kind);
}

function isToday(at: EpochMs): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

function onRowKey(event: KeyboardEvent<HTMLTableRowElement>): void {
  if (moveBetweenRows(event) || (event.key !== 'Enter' && event.key !== ' ')) return;
  event.preventDefault();
  event.currentTarget.click();
}
