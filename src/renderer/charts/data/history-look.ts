/** The labels and fills of the states of a status history. Pure. */
import type { HistorySpan, HistoryState } from '../../../contract/model/status-history.ts';
import type { HistoryCode } from '../../../i18n/codes/history.ts';

/** How the area of a state is filled. They can be distinguished without color. */
export type Fill = 'tint' | 'diagonal' | 'reverse' | 'dots' | 'bars' | 'cross' | 'sparse';

export interface HistoryLook {
  /** One or two words, for the legend and the chart. */
  readonly label: HistoryCode;
  /** One sentence, for the tooltip. */
  readonly sentence: HistoryCode;
  readonly fill: Fill;
}

const DOWN: HistoryLook = { label: 'history.down', sentence: 'history.down.sentence', fill: 'tint' };
const ASLEEP: HistoryLook = { label: 'history.asleep', sentence: 'history.asleep.sentence', fill: 'dots' };
const UNKNOWN: HistoryLook = { label: 'history.unknown', sentence: 'history.unknown.sentence', fill: 'cross' };

const LOOKS: Readonly<Record<Exclude<HistoryState, 'up' | 'degraded' | 'unknown'>, HistoryLook>> = {
  down: DOWN,
  asleep: ASLEEP,
  paused: { label: 'history.paused', sentence: 'history.paused.sentence', fill: 'bars' },
  maintenance: { label: 'history.maintenance', sentence: 'history.maintenance.sentence', fill: 'bars' },
  excluded: { label: 'history.excluded', sentence: 'history.excluded.sentence', fill: 'reverse' },
  notRunning: { label: 'history.notRunning', sentence: 'history.notRunning.sentence', fill: 'reverse' },
  unwatched: { label: 'history.unwatched', sentence: 'history.unwatched.sentence', fill: 'sparse' },
};

/** Why a check could not be judged, by the last part of the failure code. */
const REASONS: Readonly<Record<string, HistoryLook>> = {
  asleep: ASLEEP,
  offline: { label: 'history.offline', sentence: 'history.offline.sentence', fill: 'diagonal' },
  late: { label: 'history.busy', sentence: 'history.late.sentence', fill: 'cross' },
  lookups: { label: 'history.busy', sentence: 'history.lookups.sentence', fill: 'cross' },
  exhausted: { label: 'history.exhausted', sentence: 'history.exhausted.sentence', fill: 'cross' },
  secret: { label: 'history.secret', sentence: 'history.secret.sentence', fill: 'cross' },
  bug: { label: 'history.bug', sentence: 'history.bug.sentence', fill: 'cross' },
};

/** @returns null if the endpoint was up: the chart then shows only its latency */
export function historyLook({ state, reason }: Pick<HistorySpan, 'state' | 'reason'>): HistoryLook | null {
  if (state === 'up' || state === 'degraded') return null;
  if (state !== 'unknown') return LOOKS[state];
  return REASONS[reason?.split('.').at(-1) ?? ''] ?? UNKNOWN;
}

/** The looks of a history without `down`, each once, in the order of their first span. */
export function legendLooks(spans: readonly HistorySpan[]): readonly HistoryLook[] {
  const looks = new Set<HistoryLook>();
  for (const span of spans) {
    const look = historyLook(span);
    if (look !== null && look !== DOWN) looks.add(look);
  }
  return [...looks];
}
