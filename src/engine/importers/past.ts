/** The history of endpoints, as importers read it. */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { PastStatus } from '../history/past-timeline.ts';
import type { CountedHistory } from '../store/counted-history.ts';
import type { Source } from './source.ts';

/** A past check. */
export interface PastCheck {
  readonly at: EpochMs;
  readonly status: PastStatus;
  readonly durationMs: Ms;
  /** The other program's words for why it failed; empty: it did not. */
  readonly problem: string;
  /** See `PastMoment`. It is not stored as a check, because the others of its hour are only counted. */
  readonly isAlone: boolean;
}

/** The endpoint of a `FoundEndpoint`. */
export interface PastKey {
  readonly source: string;
  readonly sourceId: string;
}

/** A part of the history of an endpoint. The parts of an endpoint follow each other. */
export interface PastPart extends PastKey {
  /**
   * False: how long its checks took was not measured, such as those of a container. Then only the statuses are kept: as checks,
   * they would have a latency.
   */
  readonly isMeasured: boolean;
  /** In the first part. */
  readonly counted: CountedHistory | null;
  /** Oldest first, also over all parts. */
  readonly checks: readonly PastCheck[];
  /** The endpoint has no more. */
  readonly isLast: boolean;
  /** How many checks of all endpoints came with this part and those before it, and how many there are in all. */
  readonly done: number;
  readonly all: number;
}

export interface PastOptions {
  readonly wanted: readonly PastKey[];
  /** What is later is left out: a clock was wrong. */
  readonly now: EpochMs;
}

/** @throws ImportError when the history cannot be read */
export type ReadPast = (sources: readonly Source[], options: PastOptions) => AsyncGenerator<PastPart>;
