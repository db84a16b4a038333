/**
 * Writes the files of targets that Prometheus follows (`file_sd_configs`) whenever their content changes: one for Lookouts, and one for
 * blackbox_exporter, which must not get the token of the Lookouts.
 */
import { dirname, join } from 'node:path';
import type { Issue } from '../../contract/model/issue.ts';
import type { Params } from '../../contract/model/text.ts';
import type { EndpointId, Json, Ms } from '../../contract/model/units.ts';
import type { VantageConfig, VantageLimit } from '../../contract/model/vantage.ts';
import { issueOf } from '../base/issues.ts';
import { WrittenFile } from '../base/written-file.ts';
import { problemOf } from '../base/problem-of.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { BlackboxPlans } from '../check/blackbox-plans.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Ports, Timer } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import { BlackboxModules } from './blackbox-modules.ts';
import type { EndpointSeal } from './sealed-endpoint.ts';
import { canBeProbed, isBlackbox, probedInput, targetGroup, vantagesOf, type TargetGroup } from './target-groups.ts';

/** Changes within this time are written together, in milliseconds. */
const DELAY_MS = 100;
/**
 * The scrape interval of an endpoint that was just added or edited, in milliseconds. Prometheus waits for up to an
 * interval before the first sample, which may be minutes.
 */
export const HURRY_MS = 2_000;
/** Prometheus follows its targets after up to five seconds, and a scrape may be under way; in milliseconds. */
const SETTLE_MS = 10_000;
/** The most endpoints that a notice names. */
const MOST_NAMES = 5;

/** What the files will contain. */
interface Content {
  readonly lookouts: TargetGroup[];
  readonly blackbox: TargetGroup[];
  /** The settings of the modules for `blackbox`, by their names. */
  readonly modules: Record<string, Json>;
  /** The names of the endpoints that no vantage point can check. */
  readonly unchecked: string[];
}

export interface TargetsFileOptions {
  /** The file for Lookouts; that for blackbox_exporter is in a folder beside it. */
  readonly targetsFile: string;
  readonly ports: Pick<Ports, 'clock' | 'timers'>;
  readonly registry: EndpointRegistry;
  readonly vault: Pick<ConfigVault, 'open'>;
  readonly seal: EndpointSeal;
  readonly blackbox: BlackboxPlans;
  /** Says what is wrong. @param problem null: nothing, or it is over */
  readonly notice: (reason: 'notWritten' | 'notLoaded' | 'unchecked', problem: string | null, more?: Params) => void;
  /** Called when the files are as they should be. */
  readonly onWritten: () => void;
  /** Aborted when the engine stops. */
  readonly signal: AbortSignal;
}

export class TargetsFile {
  readonly #options: TargetsFileOptions;
  readonly #serially = createSerialQueue();
  /** The sealed endpoints by config, because a config object never changes. */
  readonly #sealed = new WeakMap<object, string>();
  /** Until when Prometheus may scrape an endpoint often; Infinity: until `calmed`. */
  readonly #hurriedTo = new Map<EndpointId, Ms>();
  readonly #lookouts: WrittenFile;
  /** In a folder with the modules: blackbox_exporter needs no other file. */
  readonly #blackbox: WrittenFile;
  readonly #modules: BlackboxModules;
  #vantages: readonly VantageConfig[] | null = null;
  #timer: Timer | null = null;
  /** How many targets there are. */
  size = 0;
  /** Whether each exporter has loaded its modules. */
  isLoaded = true;

  constructor(options: TargetsFileOptions) {
    this.#options = options;
    const folder = join(dirname(options.targetsFile), 'blackbox');
    this.#lookouts = new WrittenFile(options.targetsFile);
    this.#blackbox = new WrittenFile(join(folder, 'targets.json'));
    this.#modules = new BlackboxModules(join(folder, 'modules.yml'), options.signal);
  }

  get vantages(): readonly VantageConfig[] {
    return this.#vantages ?? [];
  }

  setVantages(vantages: readonly VantageConfig[]): void {
    this.#vantages = vantages;
    this.changed();
  }

  /** The vantage points that check an endpoint. */
  vantagesOf(monitor: Monitor): readonly VantageConfig[] {
    const vantages = vantagesOf(monitor, this.vantages);
    return this.#limitOf(monitor) === null ? vantages : vantages.filter((vantage) => !isBlackbox(vantage));
  }

  /** Why the others of its vantage points cannot check it. */
  limitsOf(monitor: Monitor): readonly VantageLimit[] {
    if (!canBeProbed(monitor)) return [];
    const issue = this.#limitOf(monitor);
    const blackboxes = vantagesOf(monitor, this.vantages).filter(isBlackbox);
    const limits = issue === null ? [] : blackboxes.map(({ name }) => ({ vantage: name, issue }));
    const names = new Set(this.vantages.map(({ name }) => name));
    const missing = (monitor.endpoint.config.vantages ?? []).filter((name) => !names.has(name));
    return [...limits, ...missing.map((vantage) => ({ vantage, issue: issueOf('noSuchVantage', 'vantages', {}) }))];
  }

  /** Until `calmed`, Prometheus scrapes it often, so that the first sample comes soon. */
  hurry(id: EndpointId): void {
    this.#hurriedTo.set(id, Infinity);
  }

  /** Whether Prometheus may still scrape it often, which gives a check less time. */
  isHurried(id: EndpointId): boolean {
    return this.#options.ports.clock.mono() <= (this.#hurriedTo.get(id) ?? -Infinity);
  }

  calmed(id: EndpointId): void {
    if (this.#hurriedTo.get(id) !== Infinity) return;
    // Prometheus does not know it yet.
    this.#hurriedTo.set(id, this.#options.ports.clock.mono() + SETTLE_MS);
    this.changed();
  }

  /** Call it when something that the files depend on may have changed. */
  changed(): void {
    const { ports, signal } = this.#options;
    // Without the vantage points, which are read after the start, Prometheus would forget its targets.
    if (this.#timer !== null || this.#vantages === null || signal.aborted) return;
    this.#timer = ports.timers.set(() => {
      this.#timer = null;
      void this.#serially(() => this.#write());
    }, DELAY_MS);
  }

  async #write(): Promise<void> {
    const { registry, blackbox, notice, onWritten, signal } = this.#options;
    try {
      for (const kind of new Set([...registry].map((monitor) => monitor.kind))) await blackbox.learn(kind);
      const content: Content = { lookouts: [], blackbox: [], modules: {}, unchecked: [] };
      await inTimeSlices(registry, (monitor) => this.#addTargets(monitor, content), signal);
      const { lookouts, blackbox: ofBlackbox, modules, unchecked } = content;
      this.size = lookouts.length + ofBlackbox.length;
      await this.#lookouts.write(fileOf(lookouts));
      const notLoaded = await this.#modules.write(modules, this.vantages.filter(isBlackbox));
      if (ofBlackbox.length > 0 || (await this.#blackbox.read()) !== '') await this.#blackbox.write(fileOf(ofBlackbox));
      if (signal.aborted) return;
      this.isLoaded = notLoaded === null;
      notice('notWritten', null);
      notice('notLoaded', notLoaded, { file: this.#modules.file.path });
      const names = unchecked.slice(0, MOST_NAMES);
      const more = unchecked.length - names.length;
      notice('unchecked', names.length === 0 ? null : `${unchecked.length}`, { names, more });
      onWritten();
    } catch (error) {
      if (!signal.aborted) notice('notWritten', problemOf(error));
    }
  }

  /** Why blackbox_exporter cannot check an endpoint; null: it can, or that is not known yet. */
  #limitOf(monitor: Monitor): Issue | null {
    const plan = this.#options.blackbox.planOf(monitor);
    return plan !== null && 'issue' in plan ? plan.issue : null;
  }

  async #addTargets(monitor: Monitor, { lookouts, blackbox, modules, unchecked }: Content): Promise<void> {
    const { id, paused, config } = monitor.endpoint;
    if (paused || !canBeProbed(monitor)) return;
    const isHurried = this.#hurriedTo.get(id) === Infinity;
    const interval: Ms = isHurried ? Math.min(config.interval, HURRY_MS) : config.interval;
    const plan = this.#options.blackbox.planOf(monitor);
    const vantages = this.vantagesOf(monitor);
    if (vantages.length === 0 && this.vantages.length > 0) unchecked.push(config.name);
    for (const vantage of vantages) {
      if (isBlackbox(vantage)) {
        if (plan === null || 'issue' in plan) continue;
        const { module, settings, target } = plan;
        modules[module] = settings;
        blackbox.push(targetGroup(monitor, vantage, { module, target }, interval));
      } else {
        const endpoint = await this.#sealedOf(monitor);
        if (endpoint !== null) lookouts.push(targetGroup(monitor, vantage, { endpoint }, interval));
      }
    }
  }

  /** @returns null: a secret of the endpoint cannot be read */
  async #sealedOf({ kind, stored: { config } }: Monitor): Promise<string | null> {
    const known = this.#sealed.get(config);
    if (known !== undefined) return known;
    try {
      const open = await this.#options.vault.open({ kind, config });
      const sealed = this.#options.seal.seal(probedInput(kind, open));
      this.#sealed.set(config, sealed);
      return sealed;
    } catch (error) {
      if (error instanceof SecretError) return null;
      throw error;
    }
  }
}

/** One group per line: people read the file, too. */
function fileOf(groups: readonly TargetGroup[]): string {
  return `[\n${groups.map((group) => JSON.stringify(group)).join(',\n')}\n]\n`;
}
