import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { memo, type KeyboardEvent } from 'react';
import { useTexts } from '../../../live/hooks.ts';
import { StatusDot } from '../../../components/status.tsx';
import { formatCount, formatDateTime, formatDuration, formatTimeRange } from '../../../format.ts';
import type { ListedCheck } from './check-list.ts';
import { sentenceOf } from './check-row.tsx';
import { reasonsOf, type CheckRun } from './check-runs.ts';
import css from './checks-table.module.css';
import { moveBetweenRows } from './row-keys.ts';

export interface RunRowProps {
  readonly run: CheckRun;
  /** The endpoint's kind. */
  readonly kind: string;
  readonly open: boolean;
  /** The check that is shown in full is in this run, and has no row of its own. */
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly onToggle: (open: boolean) => void;
}

/** The number of reasons to write out; the others are counted. */
const REASONS = 2;

/** Failures in a row as one row: `12 failed checks`, from when to when, and why. */
export const RunRow = memo(function RunRow({ run, kind, open, chosen, focusable, onToggle }: RunRowProps) {
  const { verdict, checks, cut, from, to } = run;
  const texts = useTexts();
  const toggle = () => onToggle(!open);
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (moveBetweenRows(event)) return;
    const wanted = { Enter: !open, ' ': !open, ArrowRight: true, ArrowLeft: false }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    onToggle(wanted);
  };
  return (
    <tr
      className={clsx(css.row, css.run, chosen && css.chosen)}
      tabIndex={focusable ? 0 : -1}
      aria-current={chosen || undefined}
      onClick={toggle}
      onKeyDown={onKeyDown}
    >
      <td className={css.verdict}>
        <StatusDot status={verdict} />
      </td>
      <td className={css.time}>
        <span title={`${formatDateTime(from)} – ${formatDateTime(to)}`}>{formatTimeRange(from, to)}</span>
      </td>
      <td className={css.ms}>{formatDuration(to - from)}</td>
      <td className={css.failure} colSpan={2}>
        <ChevronRight size={14} aria-hidden className={clsx(css.chevron, open && css.turned)} />
        <strong>
          {formatCount(checks.length)}
          {cut ? '+' : ''} {verdict === 'down' ? 'failed checks' : 'unknown checks'}
        </strong>
        {/* Rows of a table, unlike those of a treegrid, must not have `aria-expanded`. */}
        <span className="sr-only">{open ? 'expanded' : 'collapsed'}</span>
        <span className={css.reasons}>{reasonText(run, (check) => sentenceOf(check, kind, texts))}</span>
      </td>
    </tr>
  );
});

/** The common reason, or the most frequent ones with their counts. */
function reasonText(run: CheckRun, sentence: (check: ListedCheck) => string): string {
  const reasons = reasonsOf(run, sentence);
  const [only] = reasons;
  if (only !== undefined && reasons.length === 1) return only.sentence;
  const named = reasons.slice(0, REASONS).map(({ sentence, count }) => `${sentence.replace(/\.$/u, '')} (${count})`);
  const others = reasons.length - named.length;
  return [...named, ...(others > 0 ? [`${others} other ${others === 1 ? 'reason' : 'reasons'}`] : [])].join(', ');
}
