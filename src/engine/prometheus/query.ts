/** Queries Prometheus, or another program with its HTTP API, such as VictoriaMetrics. */
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { parseJsonObject } from '../base/json-object.ts';
import { isRecord } from '../../shared/is-record.ts';
import { basic } from '../check/fields/credentials.ts';

/** A series with its samples, oldest first. */
export interface PromSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [at: EpochMs, value: number])[];
}

/** The most points of a series that Prometheus returns. */
export const MOST_POINTS = 11_000;

export interface PrometheusQueriesOptions {
  /**
   * The address, with a path if the API is not at the root. A user and a password in it are sent as Basic
   * authentication.
   */
  readonly url: string;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 30_000;

/** Splits the address into one without credentials and the header for Basic authentication. */
function accessOf(url: string): { readonly base: string; readonly headers: Readonly<Record<string, string>> } {
  const { username, password, origin, pathname } = new URL(url);
  const base = `${origin}${pathname.replace(/\/$/u, '')}`;
  const authorization = basic(decodeURIComponent(username), decodeURIComponent(password));
  return { base, headers: username === '' ? {} : { authorization } };
}

export class PrometheusQueries {
  readonly #options: PrometheusQueriesOptions;

  constructor(options: PrometheusQueriesOptions) {
    this.#options = options;
  }

  /**
   * The raw samples of the last `ms`, with the times of the scrapes. An instant query without a range would repeat old
   * ones.
   * @param selector such as `{lookout_id!=""}`
   * @throws Error with the message of Prometheus or of the system
   */
  async samples(selector: string, ms: Ms): Promise<readonly PromSeries[]> {
    return await this.#ask('query', { query: `${selector}[${Math.ceil(ms)}ms]` });
  }

  /**
   * The value of an expression at each step.
   * @throws Error as `samples`; RangeError for more points than Prometheus answers
   */
  async range(query: string, from: EpochMs, to: EpochMs, step: Ms): Promise<readonly PromSeries[]> {
    if ((to - from) / step > MOST_POINTS) throw new RangeError(`Expected at most ${MOST_POINTS} points`);
    const times = { start: String(from / 1000), end: String(to / 1000), step: String(step / 1000) };
    return await this.#ask('query_range', { query, ...times });
  }

  async #ask(path: string, params: Readonly<Record<string, string>>): Promise<readonly PromSeries[]> {
    const { base, headers } = accessOf(this.#options.url);
    const response = await fetch(`${base}/api/v1/${path}`, {
      method: 'POST',
      headers,
      // VictoriaMetrics would hide the last 30 s. Prometheus ignores these parameters.
      body: new URLSearchParams({ ...params, latency_offset: '1ms', nocache: '1' }),
      signal: AbortSignal.any([this.#options.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Prometheus answered with ${response.status}: ${errorOf(text)}`);
    const data = parseJsonObject(text)?.['data'];
    if (!isRecord(data) || data['resultType'] !== 'matrix' || !Array.isArray(data['result'])) {
      throw new Error(`What answers at ${base} is not Prometheus`);
    }
    return data['result'].flatMap(toSeries);
  }
}

/** Thousands of series come every second, so no schema checks them. Anything that is not a series is left out. */
function toSeries(series: unknown): readonly PromSeries[] {
  if (!isRecord(series) || !isRecord(series['metric']) || !Array.isArray(series['values'])) return [];
  const samples = series['values'].flatMap((sample: unknown) => {
    if (!Array.isArray(sample) || typeof sample[0] !== 'number' || typeof sample[1] !== 'string') return [];
    const value = Number(sample[1]);
    // VictoriaMetrics also returns the marker for the end of a series.
    return Number.isNaN(value) ? [] : [[Math.round(sample[0] * 1000), value] as const];
  });
  return [{ labels: series['metric'] as PromSeries['labels'], samples }];
}

/** The error message of Prometheus. */
function errorOf(text: string): string {
  const error = /"error":"(?<error>(?:[^"\\]|\\.)*)"/u.exec(text)?.groups?.['error'];
  return (error ?? text).slice(0, 300);
}
