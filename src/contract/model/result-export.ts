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

/** How far an export is. It writes nothing before somebody takes it. */
export interface ResultExport {
  /** Names the export, and is the key to its file: whoever knows it can take the file, once. */
  readonly id: string;
  readonly fileName: string;
  /** `waiting`: for somebody who takes it. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Results that are in the file. */
  readonly done: number;
  /** Results that the file will have; null: they are not counted yet. */
  readonly all: number | null;
  /** Of the file so far. */
  readonly bytes: number;
  /** Why it failed; null: it did not. */
  readonly problem: Message | null;
}

/** What an export has. */
export interface ResultSelection {
  /** Both included. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly endpoints: readonly ExportedEndpoint[];
}

/** What a file says about the endpoint of a result. */
export interface ExportedEndpoint {
  readonly id: EndpointId;
  readonly name: string;
  /** The kind of check, such as `http`. */
  readonly kind: string;
}
