/** Turns endpoints into modules of blackbox_exporter, and its metrics into results. */
import { hash } from 'node:crypto';
import type { FormField } from '../../contract/descriptor.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { EpochMs, Json, Ms } from '../../contract/model/units.ts';
import { issueOf } from '../base/issues.ts';
import type { CheckKind } from './kind.ts';
import type { KindExporter, ReadSeries } from './kind-exporter.ts';
import { mapSecrets } from './secret-fields.ts';

/** How blackbox_exporter checks an endpoint, or the issue that prevents it. */
export type BlackboxPlan =
  | { readonly target: string; readonly module: string; readonly settings: Readonly<Record<string, Json>> }
  | { readonly issue: Issue };

/** An endpoint with its kind, such as a monitor. */
interface Planned {
  readonly kind: CheckKind;
  readonly endpoint: { readonly config: EndpointConfig };
}

/** A probe that has ended. */
export interface BlackboxProbeEnd {
  readonly at: EpochMs;
  readonly durationMs: Ms;
  /** How long it could take. */
  readonly deadlineMs: Ms;
  readonly isUp: boolean;
}

/** A probe that ends this shortly before its deadline counts as timed out, in milliseconds. */
export const NEAR_MS = 20;

export class BlackboxPlans {
  readonly #exporters = new Map<CheckKind, KindExporter | null>();
  /** The plans by config, because a config object never changes. */
  readonly #plans = new WeakMap<object, BlackboxPlan>();

  /** Loads how the kind is checked by blackbox_exporter. */
  async learn(kind: CheckKind): Promise<KindExporter | null> {
    const known = this.#exporters.get(kind);
    if (known !== undefined) return known;
    const exporter = (await kind.loadExporter?.()) ?? null;
    this.#exporters.set(kind, exporter);
    return exporter;
  }

  /** The series that show why a probe failed, of the kinds that were loaded. */
  get series(): ReadonlySet<string> {
    return new Set([
      'probe_ip_protocol',
      ...[...this.#exporters.values()].flatMap((exporter) => exporter?.blackbox?.series ?? []),
    ]);
  }

  /** @returns null: the kind was not loaded yet */
  planOf({ kind, endpoint: { config } }: Planned): BlackboxPlan | null {
    const exporter = this.#exporters.get(kind);
    if (exporter === undefined) return null;
    const plan = this.#plans.get(config) ?? makePlan(kind, exporter, config);
    this.#plans.set(config, plan);
    return plan;
  }

  /** The code of the failure of a probe, or of the reason why the endpoint is degraded; null: the metrics do not say, or there is none. */
  reasonOf({ kind, endpoint: { config } }: Planned, read: ReadSeries, end: BlackboxProbeEnd): string | null {
    const blackbox = this.#exporters.get(kind)?.blackbox;
    if (end.isUp) return blackbox?.warningOf?.(read, config, end.at) ?? null;
    const isLate = end.durationMs >= end.deadlineMs - NEAR_MS;
    // It found no address.
    if (read('probe_ip_protocol') === 0) return isLate ? 'timeout' : 'dns.failed';
    return isLate ? (blackbox?.timeoutCode ?? 'timeout') : (blackbox?.causeOf?.(read, config) ?? null);
  }
}

function makePlan(kind: CheckKind, exporter: KindExporter | null, config: EndpointConfig): BlackboxPlan {
  const limit = (reason: 'kind' | 'secret' | 'value', field: string): BlackboxPlan => ({
    issue: issueOf('blackbox', field, { reason }, { kind: kind.kind }),
  });
  const { blackbox } = exporter ?? {};
  if (blackbox === undefined) return limit('kind', '');
  if (config.conditions.length > 0) return limit('value', 'conditions');
  const used = kind.form.filter((field) => isUsed(field, config));
  const secret = used.find((field) => hasSecret(field, config));
  if (secret !== undefined) return limit('secret', secret.name);
  const beyond = used.find((field) => !blackbox.fields.includes(field.name) && !isDefault(field, config));
  if (beyond !== undefined) return limit('value', beyond.name);
  const probe = blackbox.probeOf(config);
  if (typeof probe === 'string') return limit('value', probe);
  const { prober, options, target } = probe;
  const settings = { prober, timeout: `${Math.round(config.timeout)}ms`, [prober]: options };
  // Equal settings are one module, and a module never changes.
  const module = `lookout_${hash('sha256', JSON.stringify(settings)).slice(0, 16)}`;
  return { target, module, settings };
}

/** Whether the field is one of the form with these values. */
function isUsed({ when }: FormField, config: EndpointConfig): boolean {
  const value = when === undefined ? null : config[when.field];
  return when === undefined || (typeof value === 'string' && when.is.includes(value));
}

function hasSecret(field: FormField, config: EndpointConfig): boolean {
  return mapSecrets({ form: [field] }, config, () => null) !== config;
}

function isDefault({ name, default: preset }: FormField, config: EndpointConfig): boolean {
  return config[name] === undefined || JSON.stringify(config[name]) === JSON.stringify(preset ?? null);
}
