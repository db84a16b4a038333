/** What the states of a status history are called and how they are drawn. Pure. */
import type { HistorySpan, HistoryState } from '../../contract/model/status-history.ts';

/** How the area of a state is filled. Each can be told from the others without color. */
export type Fill = 'tint' | 'diagonal' | 'reverse' | 'dots' | 'bars' | 'cross' | 'sparse';

export interface HistoryLook {
  /** One or two words, for the legend and the chart. */
  readonly label: string;
  /** One sentence, for the tooltip. */
  readonly sentence: string;
  readonly fill: Fill;
}

const DOWN: HistoryLook = { label: 'Down', sentence: 'The endpoint was down.', fill: 'tint' };
const ASLEEP: HistoryLook = { label: 'Asleep', sentence: 'This computer was asleep.', fill: 'dots' };
const UNKNOWN: HistoryLook = { label: 'Unknown', sentence: 'Lookout could not judge these checks.', fill: 'cross' };

const LOOKS: Readonly<Record<Exclude<HistoryState, 'up' | 'degraded' | 'unknown'>, HistoryLook>> = {
  down: DOWN,
  asleep: ASLEEP,
  paused: { label: 'Paused', sentence: 'The endpoint was paused.', fill: 'bars' },
  notRunning: { label: 'Not running', sentence: 'Lookout was not running.', fill: 'reverse' },
  unwatched: { label: 'Not checked', sentence: 'Lookout did not check this endpoint.', fill: 'sparse' },
};

/** By the last part of the failure code: why a check could not be judged. */
const REASONS: Readonly<Record<string, HistoryLook>> = {
  asleep: ASLEEP,
  offline: { label: 'Offline', sentence: 'This computer was offline.', fill: 'diagonal' },
  late: { ...UNKNOWN, label: 'Too busy', sentence: 'This computer was too busy to judge the checks.' },
  lookups: { ...UNKNOWN, label: 'Too busy', sentence: 'This computer was too busy to look the name up.' },
  exhausted: { ...UNKNOWN, label: 'No resources', sentence: 'This computer could not open more connections.' },
  secret: { ...UNKNOWN, label: 'Secret unreadable', sentence: 'Lookout could not read a secret of the endpoint.' },
  bug: { ...UNKNOWN, label: 'Lookout failed', sentence: 'The checks failed because of an error in Lookout.' },
};

/** Null: the endpoint was up, and the chart shows its latency only. */
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
