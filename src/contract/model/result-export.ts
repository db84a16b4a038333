/** Files of single check results. */
import type { Message } from './text.ts';
import type { EndpointId, EpochMs } from './units.ts';

export const RESULT_FORMATS = ['csv', 'jsonl', 'parquet', 'sqlite'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** The ending of a file of each format, with its dot. */
export const RESULT_FILE_ENDINGS: Readonly<Record<ResultFormat, string>> = {
  csv: '.csv',
  jsonl: '.jsonl',
  parquet: '.parquet',
  sqlite: '.sqlite',
};

/** The state of an export. Nothing is written before it is taken. */
export interface ResultExport {
  /** A random id. It is secret: the file can be taken with it, once, and without a token. */
  readonly id: string;
  readonly fileName: string;
  /** `waiting`: it was not taken yet. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** The number of results that are in the file. */
  readonly done: number;
  /** The number of results that the file will have; null: not counted yet. */
  readonly all: number | null;
  /** The bytes of the file so far. */
  readonly bytes: number;
  /** Why it failed; null: it did not. */
  readonly problem: Message | null;
}

/** The results that an export contains. */
export interface ResultSelection {
  /** Both included. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly endpoints: readonly ExportedEndpoint[];
}

/** The endpoint of a result, as files contain it. */
export interface ExportedEndpoint {
  readonly id: EndpointId;
  readonly name: string;
  /** The kind of check, such as `http`. */
  readonly kind: string;
}
