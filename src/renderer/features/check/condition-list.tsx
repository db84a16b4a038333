import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import type { CheckResult, CheckSummary } from '../../../contract/model/check.ts';
import type { ConditionObstacle, ConditionResult } from '../../../contract/model/condition.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { formatCounted } from '../../format.ts';
import { brokenSince, type BrokenSince } from './broken-since.ts';
import css from './condition-list.module.css';
import { formatWhen } from './when.ts';

export interface CheckHistory {
  /** The loaded checks, newest first. */
  readonly checks: readonly (CheckSummary | CheckResult)[];
  /** True: there are no older checks. */
  readonly complete: boolean;
}

export interface ConditionListProps {
  readonly conditions: readonly ConditionResult[];
  /**
   * When the check of the conditions began, and other checks; absent: the list does not show since when a condition
   * fails.
   */
  readonly history?: CheckHistory & { readonly at: EpochMs };
}

/** The condition results of a check: which hold, with the observed values, and since when one does not. */
export function ConditionList({ conditions, history }: ConditionListProps) {
  return (
    <ul className={css.list} aria-label="Conditions">
      {conditions.map((condition, index) => {
        const { label, icon: Icon, name } = LOOKS[lookOf(condition)];
        const since =
          condition.holds || history === undefined
            ? null
            : brokenSince(condition, history.at, history.checks, history.complete);
        return (
          // The same condition may occur twice, so only its position identifies it.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={css.condition} data-look={name}>
            <Icon size={14} strokeWidth={2.25} aria-label={label} />
            <div>
              <code className={css.shown}>{shownOf(condition)}</code>
              {condition.obstacle === undefined ? null : <p className={css.note}>{obstacleText(condition.obstacle)}</p>}
              {since === null ? null : <p className={css.note}>{sinceText(since)}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

const LOOKS = {
  holds: { name: 'holds', label: 'Holds', icon: CircleCheck },
  warns: { name: 'warns', label: 'Does not hold, so the endpoint is degraded', icon: CircleAlert },
  fails: { name: 'fails', label: 'Does not hold', icon: CircleX },
} as const;

function lookOf({ holds, severity }: ConditionResult): keyof typeof LOOKS {
  if (holds) return 'holds';
  return severity === 'warn' ? 'warns' : 'fails';
}

/** `shown` is without the severity. */
function shownOf({ shown, severity }: ConditionResult): string {
  return severity === 'warn' && !/^\s*warn\s*:/u.test(shown) ? `warn: ${shown}` : shown;
}

function obstacleText({ source, reason, problem }: ConditionObstacle): string {
  switch (reason) {
    case 'missing':
      return `The check has no ${source}.`;
    case 'notFound':
      return `There is no ${source}.`;
    case 'notJson':
      return 'The body is not JSON.';
    case 'notNumber':
      return `${source} is not a number.`;
    case 'queryFailed':
      return problem === undefined ? 'The query failed.' : `The query failed: ${problem}`;
    default:
      return reason satisfies never;
  }
}

function sinceText({ at, checks, exact }: BrokenSince): string {
  const count = formatCounted(checks, 'check');
  return exact ? `Since ${formatWhen(at)}, ${count}` : `At least since ${formatWhen(at)}, ${count}`;
}
