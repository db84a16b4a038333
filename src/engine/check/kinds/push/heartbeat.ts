/** Interprets the signals of a job. */
import type { CheckDetails } from '../../../../contract/model/check.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { EpochMs, Ms } from '../../../../contract/model/units.ts';
import type { Signals } from '../../kind.ts';
import { pushFailure } from './failures.ts';
import type { PushFields } from './fields.ts';
import { nextTime } from '../../../base/cron.ts';

/** The end of the last run. */
export interface End {
  readonly type: 'success' | 'fail';
  readonly at: EpochMs;
  readonly message: string;
  readonly run: string;
  /** How long the run took; null: unknown. */
  readonly ms: Ms | null;
  /** It arrived since the last check. */
  readonly isNew: boolean;
}

export interface Heartbeat {
  /** Null: no run has ever ended. */
  readonly end: End | null;
  /** When the current run started; null: none is under way. */
  readonly startedAt: EpochMs | null;
  /** Since when the next signal is awaited. */
  readonly waitingSince: EpochMs;
  /** The last message that is not the end of a run. */
  readonly log: string;
}

/** Combines the signals since the last check with what that check knew, perhaps before a restart of Lookout. */
export function readHeartbeat({ last, previous, now }: Signals): Heartbeat {
  const before = readDetails(previous);
  const ended = [last.success, last.fail].filter((signal) => signal !== undefined).toSorted((a, b) => b.at - a.at)[0];
  const isNewer = ended !== undefined && (before.end === null || ended.at > before.end.at);
  const startedAt = Math.max(last.start?.at ?? 0, before.startedAt ?? 0);
  const end: End | null = isNewer
    ? {
        type: ended.type === 'fail' ? 'fail' : 'success',
        at: ended.at,
        message: ended.message,
        run: ended.run,
        ms: ended.ms ?? durationOf(ended, last.start ?? null, before.startedAt),
        isNew: true,
      }
    : before.end;
  return {
    end,
    startedAt: startedAt > (end?.at ?? 0) ? startedAt : null,
    waitingSince: end?.at ?? before.waitingSince ?? now(),
    log: last.log?.message ?? before.log,
  };
}

type Signal = NonNullable<Signals['last']['start']>;

/** From the start signal of the same run to its end. */
function durationOf(ended: Signal, start: Signal | null, startedBefore: EpochMs | null): Ms | null {
  if (start !== null) return start.run === ended.run && start.at <= ended.at ? ended.at - start.at : null;
  return startedBefore !== null && startedBefore <= ended.at ? ended.at - startedBefore : null;
}

/** Reads the details of an earlier check. */
function readDetails(
  details: CheckDetails | null,
): Omit<Heartbeat, 'waitingSince'> & { readonly waitingSince: EpochMs | null } {
  const time = (name: string) => (typeof details?.[name] === 'number' ? details[name] : null);
  const text = (name: string) => (typeof details?.[name] === 'string' ? details[name] : '');
  const at = time('signalAt');
  const type = text('signal');
  const isEnd = at !== null && (type === 'success' || type === 'fail');
  return {
    end: isEnd ? { type, at, message: text('message'), run: text('run'), ms: null, isNew: false } : null,
    startedAt: time('startedAt'),
    waitingSince: time('waitingSince'),
    log: text('log'),
  };
}

/** When the next signal is due, without the grace; null: never. */
export function dueAt({ cron, timezone, every }: PushFields, { waitingSince }: Heartbeat): EpochMs | null {
  return cron === '' ? waitingSince + every : nextTime(cron, timezone, waitingSince);
}

/** @returns null: everything is as expected */
export function judge(fields: PushFields, heartbeat: Heartbeat, now: EpochMs): Failure | null {
  const { end, startedAt } = heartbeat;
  const { grace, maxDuration } = fields;
  if (end?.type === 'fail') return pushFailure('push.failed', { message: end.message === '' ? null : end.message });
  const due = dueAt(fields, heartbeat);
  if (due !== null && now > due + grace) return pushFailure('push.late', { lastAt: end?.at ?? null, dueAt: due });
  if (startedAt !== null && maxDuration !== null && now > startedAt + maxDuration) {
    return pushFailure('push.tooLong', { startedAt, limitMs: maxDuration });
  }
  return end === null ? pushFailure('local.waiting', { dueAt: due }) : null;
}
