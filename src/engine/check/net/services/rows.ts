/** The results of a query: its rows and its first value, for conditions, details and metrics. */
import type {
  DetailDescriptor,
  KindDescriptor,
  MetricDescriptor,
  PhaseDescriptor,
  PlaceholderDescriptor,
} from '../../../../contract/descriptor.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { remoteAddressDetail, tlsDetail } from '../probe/details.ts';
import { cut } from '../../../base/cut.ts';
import { connectPhase, dnsPhase, tlsPhase } from '../probe/phases.ts';
import type { Probe } from '../probe/probe.ts';

/** Signing in. */
export const signInPhase = { name: 'auth', label: 'Sign in', role: 'authenticate' } as const satisfies PhaseDescriptor;

/** From sending the query to its last row. */
export const queryPhase = { name: 'query', label: 'Query', role: 'wait' } as const satisfies PhaseDescriptor;

/** Asking for the replication lag. */
export const replicationPhase = {
  name: 'replication',
  label: 'Replication',
  role: 'other',
} as const satisfies PhaseDescriptor;

export const rowsMetric = {
  name: 'rows',
  label: 'Rows',
  unit: 'count',
  charted: false,
} as const satisfies MetricDescriptor;

/** How far a replica is behind, in seconds; on a primary, the replica that is furthest behind. */
export const lagMetric = {
  name: 'lag',
  label: 'Replication lag',
  unit: 'second',
  charted: true,
} as const satisfies MetricDescriptor;

export const serverVersionDetail = {
  name: 'serverVersion',
  label: 'Server version',
  format: 'text',
} as const satisfies DetailDescriptor;

/** The first value of the first row, as text. */
export const valueDetail = { name: 'value', label: 'First value', format: 'text' } as const satisfies DetailDescriptor;

/** `[ROWS]` has at most this many rows. */
export const MAX_ROWS = 100;
/** Characters of the first value in the details. */
const VALUE_CHARACTERS = 200;
/** A query whose answer is larger fails: the check reads, counts and drops rows, and that costs time and memory. */
export const MAX_ANSWER_BYTES = 20 * 1_048_576;

export const rowPlaceholders = [
  { name: 'ROWS', meaning: `the rows as a list of objects, at most ${MAX_ROWS}`, parts: 'json' },
  { name: 'VALUE', meaning: 'the first value of the first row', parts: 'json' },
] as const satisfies readonly PlaceholderDescriptor[];

/**
 * The parts of descriptors that kinds for SQL servers share: signing in, a query, and the replication lag on request.
 */
export const sqlParts = {
  category: 'database',
  phases: [dnsPhase, connectPhase, tlsPhase, signInPhase, queryPhase, replicationPhase],
  metrics: [rowsMetric, lagMetric],
  details: [valueDetail, serverVersionDetail, remoteAddressDetail, tlsDetail],
  placeholders: rowPlaceholders,
} as const satisfies Partial<KindDescriptor>;

/** Counts the rows of a query as they arrive, and keeps only what is needed. */
export class RowCollector {
  readonly #probe: Probe;
  readonly #kept: Json[] = [];
  #count = 0;
  #first: Json | undefined;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  /**
   * @param columns the names of the columns
   * @param read reads the values of the row, in the order of the columns; called only if the row is kept
   */
  add(columns: readonly string[], read: () => readonly unknown[]): void {
    this.#count += 1;
    if (this.#count > MAX_ROWS || !(this.#count === 1 || this.#probe.wanted.has('ROWS'))) return;
    const row: Record<string, Json> = Object.create(null) as Record<string, Json>;
    const values = read().map((value) => toJson(value));
    for (const [index, column] of columns.entries()) {
      // Two columns may have one name, such as `?column?` of PostgreSQL.
      row[Object.hasOwn(row, column) ? `${column}_${index + 1}` : column] = values[index] ?? null;
    }
    if (this.#count === 1) this.#first = values[0];
    this.#kept.push(row);
  }

  /**
   * Adds the metric `rows`, the detail `value`, and the placeholders.
   * @param count how many rows there were, if not all were added
   */
  finish(count = this.#count): void {
    const { metrics, details, observed, wanted } = this.#probe;
    metrics['rows'] = count;
    if (wanted.has('ROWS')) observed['ROWS'] = this.#kept;
    const value = this.#first;
    if (value === undefined) return;
    observed['VALUE'] = value;
    details['value'] = cut(typeof value === 'string' ? value : JSON.stringify(value), VALUE_CHARACTERS);
  }
}

/** The most levels of nested values that become JSON. */
const MAX_DEPTH = 20;

/**
 * A value of a database as JSON: times as ISO 8601, bytes as hexadecimal, whole numbers beyond 2^53 as text, and other
 * objects by their own `toJSON`, if they have one.
 */
export function toJson(value: unknown, depth = 0): Json {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object') return null;
  if (value === null || depth > MAX_DEPTH) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map((entry) => toJson(entry, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return toJson((value as { toJSON(): unknown }).toJSON(), depth + 1);
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toJson(entry, depth + 1)]));
}

/** A number as a database writes it: as a number if it keeps its value that way, otherwise as text. */
export function readNumber(text: string): string | number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return text;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

/** The answer has more than `MAX_ANSWER_BYTES`. */
export function answerTooLarge(phase: string | undefined, maxBytes = MAX_ANSWER_BYTES): FailureError {
  return new FailureError(failureOf('answer.tooLarge', { maxBytes }, phase === undefined ? {} : { phase }));
}
