import type { Phases, StepResult } from '../../../../contract/model/check.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import type { QueryRunner } from '../../../conditions/query-runner.ts';
import { SECRET_NAMES } from '../../fields/secret-names.ts';
import { CookieJar } from '../../http/cookies.ts';
import type { Probe } from '../../net/probe/probe.ts';
import type { StepsFields } from './fields.ts';
import { parseSteps } from './parse-steps.ts';
import { urlsOf, type Step } from './step.ts';
import { fill, isGenerated, usesIn } from '../../fields/templates.ts';

const secretName = new RegExp(SECRET_NAMES, 'iu');
/** The most characters of a value that is sent or stored. */
const MAX_VALUE = 10_000;

type Result = { -readonly [Key in keyof StepResult]: StepResult[Key] };

export interface JourneyOptions {
  /** The timeout of the whole check. */
  readonly timeoutMs: Ms;
  /** The journey that has this one as a step; absent: there is none. */
  readonly outer?: Journey;
  /** The name of the step in it. */
  readonly name?: string;
}

/** The state of one run of a journey. */
export class Journey {
  readonly fields: StepsFields;
  readonly steps: readonly Step[];
  readonly timeoutMs: Ms;
  readonly queries: QueryRunner | null;
  readonly cookies: CookieJar;
  readonly results: Result[];
  /** Extracted values that no outcome may contain. */
  readonly secrets: Set<string>;
  /** The names of the journeys around this one, and its own if it is in one, from the outermost. */
  readonly way: readonly string[];
  readonly #values = new Map<string, string>();
  readonly #extracted = new Map<string, string>();
  readonly #origins: ReadonlySet<string>;
  /** The URL of the first request. Only its server gets the client certificate. */
  readonly own: URL | undefined;

  constructor(fields: StepsFields, queries: QueryRunner | null, { timeoutMs, outer, name }: JourneyOptions) {
    this.fields = fields;
    this.steps = parseSteps(fields.steps);
    this.queries = queries;
    this.cookies = outer?.cookies ?? new CookieJar();
    this.results = outer?.results ?? [];
    this.secrets = outer?.secrets ?? new Set();
    this.way = outer === undefined ? [] : [...outer.way, name ?? ''];
    this.timeoutMs = timeoutMs;
    for (const [name, value] of Object.entries(fields.values)) this.#values.set(name, fill(value, new Map()));
    const urls = urlsOf(this.steps).flatMap((url) => this.#namedUrl(url));
    this.#origins = new Set(urls.map(({ origin }) => origin));
    this.own = urls[0];
  }

  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** The URL whose origin the person has named: in the step itself, or in a value given from the start. */
  #namedUrl(template: string): readonly URL[] {
    const start = /^(?:\{\{[^{}]*\}\}|[^/?#])*(?:\/\/(?:\{\{[^{}]*\}\}|[^/?#])*)?/u.exec(template)?.[0] ?? '';
    if (usesIn(start).some((use) => !isGenerated(use) && !this.#values.has(use.name))) return [];
    const text = fill(start, this.#values);
    return URL.canParse(text) ? [new URL(text)] : [];
  }

  /** Whether a step may send something there. Otherwise a server could have credentials sent wherever it likes. */
  mayGoTo({ origin }: URL): boolean {
    return this.#origins.has(origin);
  }

  /** Keeps a value that a step extracted. */
  set(name: string, value: string, isSecret: boolean): void {
    const kept = value.slice(0, MAX_VALUE);
    this.#values.set(name, kept);
    this.#extracted.set(name, kept);
    if (isSecret || secretName.test(name)) this.secrets.add(kept);
  }

  /** All values that its steps extracted, for the journey around it. */
  extracted(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#extracted);
  }

  /** Extracted values that are not secret. */
  publicValues(): Readonly<Record<string, string>> {
    const isPublic = ([name, value]: readonly [string, string]) => !secretName.test(name) && !this.secrets.has(value);
    return Object.fromEntries([...this.#extracted].filter(isPublic));
  }

  begin(result: Omit<StepResult, 'number'>): Result {
    const name = [...this.way, result.name].join(' › ');
    const noted: Result = { number: this.results.length + 1, ...result, name, startMs: round(result.startMs) };
    this.results.push(noted);
    return noted;
  }

  /** @param before the phases of the journey before the step */
  finish(
    result: StepResult,
    end: Pick<StepResult, 'outcome'> & {
      readonly probe: Probe;
      readonly failure?: Failure;
      readonly before: Phases;
    },
  ): void {
    const { probe, outcome, failure, before } = end;
    const noted = this.results[result.number - 1];
    if (noted === undefined) return;
    const after = probe.watch.phases();
    const spent = Object.entries(after).map(([name, ms]) => [name, round(ms - (before[name] ?? 0))] as const);
    const phases = Object.fromEntries(spent.filter(([, ms]) => ms > 0));
    noted.outcome = outcome;
    noted.phases = phases;
    noted.durationMs = round(Object.values(phases).reduce((sum, ms) => sum + ms, 0));
    if (failure !== undefined) noted.failure = failure;
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
