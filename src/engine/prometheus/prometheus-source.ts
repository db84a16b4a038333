/**
 * The engine `prometheus`: Prometheus has vantage points check the endpoints. Lookout writes the targets for it, reads
 * the samples, and judges them as it judges its own checks.
 */
import { isLocal } from '../../contract/model/failure.ts';
import type { Notice } from '../../contract/model/notices.ts';
import type { Params } from '../../contract/model/text.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { VantageConfig, VantageHistory, VantageStates } from '../../contract/model/vantage.ts';
import { problemOf } from '../base/problem-of.ts';
import { RequestError } from '../base/request-error.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import { BlackboxPlans } from '../check/blackbox-plans.ts';
import type { CheckKind } from '../check/kind.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { Ports, Timer } from '../ports.ts';
import { measuredSeries, type MeasuredSeries } from './probe-metrics.ts';
import { readHistory, stepOf, vantageHistories, type Reasons } from './history.ts';
import { MOST_POINTS, PrometheusQueries } from './query.ts';
import { readingsOf, selectorOf, type EndpointReading, type SeriesReader } from './readings.ts';
import { EndpointSeal } from './sealed-endpoint.ts';
import { canBeProbed, configLabel, deadlineOf, isBlackbox } from './target-groups.ts';
import { TargetsFile, type TargetsFileOptions } from './targets-file.ts';
import { WatchedEndpoints, type WatchedEndpointsOptions } from './watched-endpoints.ts';

/** How a Lookout beside Prometheus is set up. */
export interface PrometheusOptions {
  /** The address of its HTTP API. */
  readonly url: string;
  /** The file with the targets of Lookouts, which `file_sd_configs` of prometheus.yml names. */
  readonly targetsFile: string;
  /** The key that Lookout shares with the vantage points; see `EndpointSeal`. */
  readonly vantageKey: string;
}

/** Why endpoints are not checked: a parameter of the notice. */
type Reason = 'unreachable' | 'notWritten' | 'notLoaded' | 'unchecked' | 'noVantages' | 'noSamples';

/** The options that the parts of the source get unchanged. */
type PartOptions = Pick<TargetsFileOptions & WatchedEndpointsOptions, 'registry' | 'vault' | 'signal' | 'onChecked'>;

export interface PrometheusSourceOptions extends PrometheusOptions, PartOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log'>;
  readonly setNotice: (notice: Notice) => void;
  /** The results of some vantage points changed. */
  readonly onStates: () => void;
}

/**
 * The time from the answer to one query until the next query, in milliseconds. A slow Prometheus is asked less often.
 */
const POLL_MS = 1_000;
/** Every this many polls, a wider query finds checks that take long and vantage points that do not answer. */
const WIDE_EVERY = 5;
/** The longest time from the end of a scrape until a query finds its sample, in milliseconds. */
const VISIBLE_MS = 2_000;
/**
 * With more targets than this, only the series that decide the verdict are read: phases and metrics are ten times as
 * many series.
 */
const MOST_DETAILED = 500;
/** How many queries must fail in a row before a notice appears. */
const FAILURES_FOR_NOTICE = 3;
/** If Lookout was stopped for longer than this, it catches up at the start, in milliseconds. */
const LEAST_CAUGHT_UP_MS = 5_000;
/**
 * The longest time for which raw samples are read after Prometheus did not answer, in milliseconds. More would be too
 * many.
 */
const MOST_RAW_MS = 60_000;
/** The longest time that is caught up with, in milliseconds. By default, Prometheus keeps 15 days. */
const MOST_CAUGHT_UP_MS = 7 * 86_400_000;
/** How many endpoints are caught up with at a time. */
const READINGS_AT_ONCE = 200_000;
/** After this time without samples, a notice says that Prometheus has none, in milliseconds. */
const FIRST_SAMPLE_MS = 60_000;

export class PrometheusSource {
  readonly #options: PrometheusSourceOptions;
  readonly #targets: TargetsFile;
  readonly #queries: PrometheusQueries;
  readonly #blackbox = new BlackboxPlans();
  readonly #watched: WatchedEndpoints;
  readonly #measured = new Map<CheckKind, ReadonlyMap<string, MeasuredSeries>>();
  /** The last reported problem, by its source. */
  readonly #problems = new Map<string, string | null>();
  #timer: Timer | null = null;
  #polls = 0;
  #failures = 0;
  #askedAt: Ms | null = null;
  /** When the last sample was read, or when waiting for the first one began. */
  #takenAt: Ms;

  constructor(options: PrometheusSourceOptions) {
    this.#options = options;
    this.#takenAt = options.ports.clock.mono();
    this.#queries = new PrometheusQueries(options);
    this.#targets = new TargetsFile({
      ...options,
      seal: new EndpointSeal(options.vantageKey),
      blackbox: this.#blackbox,
      notice: (...said) => this.#notice(...said),
      // Which vantage points can check an endpoint may differ.
      onWritten: options.onStates,
    });
    this.#watched = new WatchedEndpoints({ ...options, targets: this.#targets });
  }

  setVantages(vantages: readonly VantageConfig[]): void {
    this.#targets.setVantages(vantages);
    this.#notice('noVantages', vantages.length === 0 ? '' : null);
  }

  /**
   * Call it when an endpoint is new, or was edited, paused or resumed.
   * @param first `now`: a person waits for the first check
   */
  put(monitor: Monitor, first: 'now' | 'spread'): void {
    const { id } = monitor.endpoint;
    // Samples from before an edit belong to another config. At the start, samples from before count.
    this.#watched.put(monitor, this.#polls > 0 ? this.#options.ports.clock.now() : 0);
    if (first === 'now') this.#targets.hurry(id);
    this.#targets.changed();
  }

  /** An endpoint was removed or paused. */
  remove(id: EndpointId): void {
    this.#watched.delete(id);
    this.#targets.calmed(id);
    this.#targets.changed();
  }

  start(): void {
    this.#targets.changed();
    this.#wait(0);
  }

  stop(): void {
    if (this.#timer !== null) this.#options.ports.timers.clear(this.#timer);
    this.#timer = null;
  }

  /** How long the samples could not be read. */
  get lateMs(): Ms {
    return this.#askedAt === null ? 0 : Math.max(0, this.#options.ports.clock.mono() - this.#askedAt);
  }

  /** When the next check of an endpoint is due; null: it is not known yet, or Prometheus does not check it. */
  nextAt(id: EndpointId): EpochMs | null {
    return this.#watched.nextAt(id);
  }

  /** The vantage points, and their last results for these endpoints. */
  states(monitors: readonly Monitor[]): VantageStates {
    return this.#watched.states(monitors);
  }

  /**
   * The results of each vantage point of an endpoint over a range.
   * @throws RequestError `unavailable` when Prometheus does not answer
   */
  async history(
    monitor: Monitor,
    { from, to, points }: { readonly from: EpochMs; readonly to: EpochMs; readonly points: number },
  ): Promise<VantageHistory[]> {
    if (!canBeProbed(monitor)) return [];
    const { id, config } = monitor.endpoint;
    const step = stepOf({ from, to }, points, config.interval);
    const vantages = this.#watched.vantagesOf(monitor);
    try {
      const readings = await readHistory(this.#queries, id, { from, to, step }, this.#reasons(isLocal));
      return vantageHistories(readings, vantages, step);
    } catch (error) {
      throw new RequestError('prometheusFailed', { problem: problemOf(error) });
    }
  }

  #wait(ms: Ms): void {
    if (this.#options.signal.aborted) return;
    // It never rejects.
    this.#timer = this.#options.ports.timers.set(() => void this.#poll(), ms);
  }

  async #poll(): Promise<void> {
    const { clock } = this.#options.ports;
    // lookout.yaml, which names them, is read after the start.
    if (this.#targets.vantages.length === 0) return this.#wait(POLL_MS);
    const startedAt = clock.mono();
    try {
      await this.#read(startedAt);
      this.#failures = 0;
      this.#askedAt = startedAt;
      this.#notice('unreachable', null);
    } catch (error) {
      if (this.#options.signal.aborted) return;
      this.#failures += 1;
      const problem = problemOf(error);
      if (this.#failures >= FAILURES_FOR_NOTICE) this.#notice('unreachable', problem);
    }
    const isSilent =
      this.#targets.size > 0 && clock.mono() - this.#takenAt > FIRST_SAMPLE_MS + this.#watched.longest('interval');
    this.#notice('noSamples', isSilent && this.#failures === 0 ? '' : null);
    this.#wait(Math.max(POLL_MS, clock.mono() - startedAt));
  }

  async #read(now: Ms): Promise<void> {
    for (const { kind } of this.#watched.monitors) if (!this.#measured.has(kind)) await this.#learn(kind);
    if (this.#askedAt === null || now - this.#askedAt > MOST_RAW_MS) await this.#catchUp();
    const isWide = this.#polls++ % WIDE_EVERY === 0;
    if (isWide && !this.#targets.isLoaded) this.#targets.changed();
    const sinceMs = Math.min(MOST_RAW_MS, now - (this.#askedAt ?? now - POLL_MS));
    const reach = isWide ? WIDE_EVERY * Math.max(POLL_MS, sinceMs) + this.#watched.longest('timeout') : sinceMs;
    const reasons = this.#reasons();
    const selector = selectorOf(isWide, this.#targets.size <= MOST_DETAILED ? 'all' : reasons.series);
    const series = await this.#queries.samples(selector, reach + VISIBLE_MS);
    if (this.#options.signal.aborted) return;
    const readings = readingsOf(series, (id, vantage, config) => {
      const measured = this.#measuredOf(id, config);
      return measured === null ? null : { measured, reasonOf: reasons.of(id, vantage) };
    });
    await this.#takeAll(readings);
  }

  /** @returns null: there is no such endpoint, it has just come, or the samples are from before an edit */
  #measuredOf(id: EndpointId, config: string): SeriesReader['measured'] | null {
    const monitor = this.#watched.monitorOf(id);
    if (monitor === undefined || config !== configLabel(monitor)) return null;
    return this.#measured.get(monitor.kind) ?? null;
  }

  /**
   * How the series of each blackbox_exporter show why its probes failed.
   * @param counts whether a code counts. Of the past, only what a vantage point could not judge does: the worst probe of
   * a step has no reason of its own. Default: each does
   */
  #reasons(counts: (code: string) => boolean = () => true): Reasons {
    const names = new Set(this.#targets.vantages.filter(isBlackbox).map(({ name }) => name));
    return {
      series: names.size > 0 ? this.#blackbox.series : [],
      of: (id, vantage) => {
        const monitor = names.has(vantage) ? this.#watched.monitorOf(id) : undefined;
        if (monitor === undefined) return undefined;
        const deadlineMs = deadlineOf(monitor.endpoint.config);
        return (read, end) => {
          const code = this.#blackbox.reasonOf(monitor, read, { ...end, deadlineMs });
          return code !== null && counts(code) ? code : null;
        };
      },
    };
  }

  /**
   * Reads the samples from the time when Lookout did not run, so that no outage is missing. Raw samples would be too
   * many, so the worst of each step counts.
   */
  async #catchUp(): Promise<void> {
    const now = this.#options.ports.clock.now();
    const last = this.#watched.lastAt();
    const from = Math.max(last, now - MOST_CAUGHT_UP_MS);
    if (last === 0 || now - from < LEAST_CAUGHT_UP_MS) return;
    const { monitors } = this.#watched;
    const shortest = Math.min(...monitors.map(({ endpoint }) => endpoint.config.interval));
    const step = stepOf({ from, to: now }, MOST_POINTS, shortest);
    const series = Math.max(1, monitors.length * this.#targets.vantages.length);
    const part = step * Math.max(1, Math.floor(READINGS_AT_ONCE / series));
    for (let start = from; start < now && !this.#options.signal.aborted; start += part) {
      const range = { from: start, to: Math.min(now, start + part), step };
      await this.#takeAll(await readHistory(this.#queries, null, range, this.#reasons(isLocal)));
    }
  }

  /** Thousands of results come at once, so other work runs in between. */
  async #takeAll(readings: readonly EndpointReading[]): Promise<void> {
    const { signal, ports, onStates } = this.#options;
    const taken = await inTimeSlices(readings, (reading) => this.#watched.take(reading), signal);
    if (!taken.includes(true)) return;
    this.#takenAt = ports.clock.mono();
    onStates();
  }

  async #learn(kind: CheckKind): Promise<void> {
    const exporter = await this.#blackbox.learn(kind);
    this.#measured.set(kind, measuredSeries(kind, exporter?.phases));
  }

  /** @param problem null: there is none, or it is over */
  #notice(reason: Reason, problem: string | null, more: Params = {}): void {
    const { setNotice, targetsFile, ports } = this.#options;
    const said = problem === null ? null : JSON.stringify([problem, more]);
    if ((this.#problems.get(reason) ?? null) === said) return;
    this.#problems.set(reason, said);
    if (problem !== null) ports.log('warn', 'Prometheus does not check the endpoints', { reason, problem, ...more });
    const params = { reason, file: targetsFile, problem, ...more };
    const active = problem !== null;
    setNotice({ id: `prometheus.${reason}`, level: 'error', code: 'prometheus.failing', params, active });
  }
}
