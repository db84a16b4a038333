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

/** Names the endpoint of a `FoundEndpoint` in one import. */
export interface PastKey {
  /** `Source.index`: files may have the same name. */
  readonly file: number;
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

/** An endpoint that may have a history. */
export type MayHavePast = Pick<PastKey, 'sourceId'> & { readonly file?: number };

/** Finds the values of endpoints, which are in the same order, by the keys of the endpoints that may have a history. */
export function byPastKey<T>(
  endpoints: readonly MayHavePast[],
  values: readonly T[],
): { readonly wanted: readonly PastKey[]; readonly find: (key: PastKey) => T | undefined } {
  const nameOf = ({ file, sourceId }: PastKey) => `${file} ${sourceId}`;
  const wanted: PastKey[] = [];
  const found = new Map<string, T | undefined>();
  for (const [index, { file, sourceId }] of endpoints.entries()) {
    if (file === undefined) continue;
    wanted.push({ file, sourceId });
    found.set(nameOf({ file, sourceId }), values[index]);
  }
  return { wanted, find: (key) => found.get(nameOf(key)) };
}

/** @throws ImportError when the history cannot be read */
export type ReadPast = (sources: readonly Source[], options: PastOptions) => AsyncGenerator<PastPart>;
