/** Runs one check per request of Prometheus, and keeps nothing of it. */
import type { Failure } from '../../contract/model/failure.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import type { Ms } from '../../contract/model/units.ts';
import type { ConcurrencyGate } from '../base/concurrency-gate.ts';
import type { MetricFamily } from '../base/metrics-text.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { RANGES } from '../check/common.ts';
import type { CheckKind, Resolver } from '../check/kind.ts';
import type { KindExporter } from '../check/kind-exporter.ts';
import { findKind, parseEndpoint } from '../check/parse-endpoint.ts';
import { loadLibrariesFor } from '../check/expressions.ts';
import { isNetworkFailure } from '../check/net/probe/network-failures.ts';
import type { QueryRunner } from '../conditions/query-runner.ts';
import type { ClockGaps } from '../machine/clock-gaps.ts';
import { findLocalCause, isFromOutside } from '../machine/local-cause.ts';
import type { Ports } from '../ports.ts';
import { runCheck } from '../run/run-check.ts';
import { judge } from '../verdict/judge.ts';
import { DEFAULT_MODULE, findModule, inputOf, isBuiltIn, type ProbeModules } from './modules.ts';
import { probeMetrics } from './probe-metrics.ts';
import type { EndpointSeal } from './sealed-endpoint.ts';

export interface ProbeRequest {
  /** The endpoint to check, sealed by another Lookout; empty: `target` and `module` define it. */
  readonly endpoint: string;
  readonly target: string;
  /** Empty: `http_2xx`. */
  readonly module: string;
  /** How long the client waits; null: it does not say. */
  readonly waitMs: Ms | null;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** `unknown`: this machine could not judge, so there is nothing to measure. */
export type ProbeAnswer =
  | { readonly families: readonly MetricFamily[] }
  | { readonly unknown: Failure; readonly kind: string };

export interface Prober {
  /**
   * Checks a target once, within the same limits as the checks of endpoints.
   * @throws RequestError when the module or the target is wrong, or there are too many probes
   */
  probe(request: ProbeRequest): Promise<ProbeAnswer>;
  /** Replaces the modules of lookout.yaml. */
  setModules(modules: ProbeModules): void;
}

export interface ProberOptions {
  readonly ports: Ports;
  readonly kinds: readonly CheckKind[];
  readonly resolver: Resolver;
  readonly gate: ConcurrencyGate;
  readonly gaps: Pick<ClockGaps, 'worstSince'>;
  readonly queries: QueryRunner | null;
  /** Opens sealed endpoints; null: there is no key. */
  readonly seal: EndpointSeal | null;
  /** Aborted when the engine stops. */
  readonly signal: AbortSignal;
}

/** The time reserved for the answer to reach Prometheus, in milliseconds, as in blackbox_exporter. */
export const WAY_BACK_MS = 500;
/** More probes at the same time are a mistake, or an attack. */
export const MAX_PROBES = 1_000;
/** The most characters of a target. */
const TARGET_CHARACTERS = 2_000;

export function createProber(options: ProberOptions): Prober {
  const { kinds, gate } = options;
  const exporters = new Map<CheckKind, Promise<KindExporter>>();
  let modules: ProbeModules = {};
  let open = 0;

  function exporterOf(kind: CheckKind): Promise<KindExporter> | null {
    if (kind.loadExporter === undefined) return null;
    const loaded = exporters.get(kind) ?? kind.loadExporter();
    exporters.set(kind, loaded);
    return loaded;
  }

  async function prepare(request: ProbeRequest) {
    const { input, kind, isTrusted } = request.endpoint === '' ? await readProbe(request) : openEndpoint(request);
    await loadLibrariesFor([input], kinds);
    const parsed = parseEndpoint(input, kinds);
    if (!parsed.ok) throw invalid(parsed.issues);
    const { config, host } = parsed;
    // It is a socket or a file of this machine, for example, which only lookout.yaml may allow.
    if (host === '' && !isTrusted) throw new RequestError('probeTarget', { kind: kind.title });
    const { waitMs } = request;
    const timeout = waitMs === null ? config.timeout : Math.min(config.timeout, waitMs - WAY_BACK_MS);
    const limited = { ...config, timeout: Math.max(RANGES.timeout[0], Math.round(timeout)) };
    return { kind, exporter: await exporterOf(kind), host, config: limited };
  }

  async function readProbe({ module: given, target }: ProbeRequest) {
    const name = given === '' ? DEFAULT_MODULE : given;
    const module = findModule(name, modules, kinds);
    const kind = module === null ? undefined : findKind(module.kind, kinds);
    if (module === null || kind === undefined) throw new RequestError('moduleNotFound', { name });
    if (target === '' || target.length > TARGET_CHARACTERS) throw new RequestError('probeTarget', { kind: kind.title });
    const exporter = await exporterOf(kind);
    const input = inputOf(module, target, { kind, readTarget: exporter?.readTarget });
    if (input === null) throw new RequestError('probeTarget', { kind: kind.title });
    return { input, kind, isTrusted: !isBuiltIn(name, modules) };
  }

  /** Anyone with the key may have this machine check everything that its own lookout.yaml may. */
  function openEndpoint({ endpoint }: ProbeRequest) {
    const input = options.seal?.open(endpoint) ?? null;
    const kind = input === null ? undefined : findKind(input.kind, kinds);
    if (input === null || kind === undefined) throw new RequestError('probeEndpoint', {});
    return { input, kind, isTrusted: true };
  }

  async function run(request: ProbeRequest): Promise<ProbeAnswer> {
    const { ports, resolver, queries, gaps } = options;
    const startedAt = ports.clock.mono();
    const { kind, exporter, host, config } = await prepare(request);
    const signal = AbortSignal.any([request.signal, options.signal]);
    const release = await gate.acquire(host, signal);
    try {
      const checkedFrom = ports.clock.mono();
      let observed: ObservedValues = {};
      const outcome = await runCheck(kind, config, {
        ports,
        resolver,
        queries,
        signal,
        observe: { wanted: exporter?.wanted ?? [], onObserved: (values) => (observed = values) },
      });
      const { failure } = outcome;
      const network = failure !== null && isNetworkFailure(kind, failure.code);
      const suspicion = { outcome, startedAt: checkedFrom, timeout: config.timeout, host, network };
      const cause = await findLocalCause(suspicion, gaps, ports.connectivity);
      // Otherwise a vantage point without endpoints of its own would never learn which hosts answer while it has a network.
      if (failure === null && isFromOutside(host, outcome)) ports.connectivity.answered(host);
      const judged = cause === null ? outcome : { ...outcome, failure: cause.failure };
      const verdict = judge(judged, config);
      if (verdict === 'unknown' && judged.failure !== null) return { unknown: judged.failure, kind: kind.kind };
      const totalMs = ports.clock.mono() - startedAt;
      const check = { outcome, observed, success: verdict !== 'down', totalMs };
      return { families: probeMetrics(kind, check, { exporter, fields: config }) };
    } finally {
      release();
    }
  }

  return {
    setModules(next) {
      modules = next;
    },
    async probe(request) {
      if (open >= MAX_PROBES) throw new RequestError('tooManyProbes', { limit: MAX_PROBES });
      open += 1;
      try {
        return await run(request);
      } catch (error) {
        if (options.signal.aborted) throw new RequestError('stopping', {});
        throw error;
      } finally {
        open -= 1;
      }
    },
  };
}
