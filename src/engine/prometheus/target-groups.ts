/** Endpoints as target groups of Prometheus (`file_sd_configs`): one for each endpoint and vantage point. */
import { hash } from 'node:crypto';
import type { CommonConfig, EndpointConfig, EndpointInput } from '../../contract/model/endpoint.ts';
import type { Ms } from '../../contract/model/units.ts';
import type { VantageConfig } from '../../contract/model/vantage.ts';
import { RANGES } from '../check/common.ts';
import type { CheckKind } from '../check/kind.ts';
import { nodeOf, referencesOf } from '../endpoints/members.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import { WAY_BACK_MS } from './prober.ts';

export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether blackbox_exporter checks there, instead of a Lookout. */
export function isBlackbox({ exporter }: VantageConfig): boolean {
  return exporter === 'blackbox';
}

/** @param address `host:port`, or with `http://` or `https://` and perhaps a path before `/probe` */
export function vantageUrl(address: string): URL | null {
  return URL.parse(/^https?:\/\//u.test(address) ? address : `http://${address}`);
}

/** Whether another Lookout can check it: it needs neither other endpoints nor the signals of a job. */
export function canBeProbed(monitor: Monitor): boolean {
  return monitor.kind.signalKey === undefined && referencesOf(nodeOf(monitor)).length === 0;
}

/** The vantage points of an endpoint: those that it names, or all; none if none can check it. */
export function vantagesOf(monitor: Monitor, all: readonly VantageConfig[]): readonly VantageConfig[] {
  const { vantages = [] } = monitor.endpoint.config;
  if (!canBeProbed(monitor)) return [];
  return vantages.length === 0 ? all : all.filter(({ name }) => vantages.includes(name));
}

/** What a vantage point needs to check an endpoint: the fields of its kind, and those that decide how a check goes. */
export function probedInput({ form }: Pick<CheckKind, 'form'>, config: EndpointConfig): EndpointInput {
  const names = ['timeout', 'conditions', 'dialect', ...form.map(({ name }) => name)];
  return { kind: config.kind, ...Object.fromEntries(names.map((name) => [name, config[name]])) };
}

/** What of a monitor says what is checked. */
type ProbedMonitor = Pick<Monitor, 'kind'> & { readonly stored: Pick<Monitor['stored'], 'config'> };

const labels = new WeakMap<object, string>();

/** Names what is checked, so that samples of an earlier config are not taken for those of an edited one. */
export function configLabel({ kind, stored: { config } }: ProbedMonitor): string {
  // A config object never changes.
  const label = labels.get(config) ?? hash('sha256', JSON.stringify(probedInput(kind, config))).slice(0, 8);
  labels.set(config, label);
  return label;
}

/** How long a probe may take before it must end, so that its answer is in time. */
export function deadlineOf({ interval, timeout }: Pick<CommonConfig, 'interval' | 'timeout'>): Ms {
  return Math.max(RANGES.timeout[0], Math.min(timeout, interval - WAY_BACK_MS));
}

/** @param asked the parameters of `/probe`. @param interval how often Prometheus scrapes it */
export function targetGroup(
  monitor: Monitor,
  { name, address }: VantageConfig,
  asked: Readonly<Record<string, string>>,
  interval: Ms,
): TargetGroup {
  const { id, config, target } = monitor.endpoint;
  const url = vantageUrl(address);
  if (url === null) throw new TypeError('A vantage point that was read must have an address');
  const every = Math.round(interval);
  return {
    targets: [url.host],
    labels: {
      __scheme__: url.protocol.slice(0, -1),
      __metrics_path__: `${url.pathname.replace(/\/$/u, '')}/probe`,
      ...Object.fromEntries(Object.entries(asked).map(([param, value]) => [`__param_${param}`, value])),
      __scrape_interval__: `${every}ms`,
      // Prometheus refuses a timeout that is longer than the interval. A probe ends before the scrape does.
      __scrape_timeout__: `${Math.min(every, Math.round(config.timeout) + WAY_BACK_MS)}ms`,
      instance: target,
      lookout_id: id,
      lookout_config: configLabel(monitor),
      vantage: name,
    },
  };
}
