/** A check in a file of results. Each row has the whole result as JSON, so that it can be imported. */
import type { CheckResult } from '../../../contract/model/check.ts';
import type { ExportedEndpoint } from '../../../contract/model/result-export.ts';

export interface ResultRow {
  readonly endpointId: string;
  readonly endpoint: string;
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly verdict: string;
  readonly durationMs: number;
  /** The code; null: none. */
  readonly failure: string | null;
  /** The `CheckResult` as JSON. */
  readonly result: string;
}

/** The columns, in the order of the files. */
export const RESULT_COLUMNS = [
  'endpointId',
  'endpoint',
  'kind',
  'at',
  'verdict',
  'durationMs',
  'failure',
  'result',
] as const satisfies readonly (keyof ResultRow)[];

/** The row of a result. */
export function rowOf(result: CheckResult, { name, kind }: ExportedEndpoint): ResultRow {
  const { endpointId, at, verdict, durationMs, failure } = result;
  const code = failure === null ? null : failure.code;
  return { endpointId, endpoint: name, kind, at, verdict, durationMs, failure: code, result: JSON.stringify(result) };
}
