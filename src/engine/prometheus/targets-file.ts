/** Writes the file of targets that Prometheus follows (`file_sd_configs`) whenever its content changes. */
import { readFile } from 'node:fs/promises';
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import type { VantageConfig } from '../../contract/model/vantage.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { replaceFile } from '../base/replace-file.ts';
import { inTimeSlices } from '../base/time-slices.ts';
import type { Monitor } from '../endpoints/monitor.ts';
import type { EndpointRegistry } from '../endpoints/registry.ts';
import type { Timer, Timers } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { SecretError } from '../secrets/secret-error.ts';
import type { EndpointSeal } from './sealed-endpoint.ts';
import { canBeProbed, probedInput, targetGroup, vantagesOf, type TargetGroup } from './target-groups.ts';

/** Changes within this time are written together, in milliseconds. */
const DELAY_MS = 100;
/**
 * The scrape interval of an endpoint that was just added or edited, in milliseconds. Prometheus waits for up to an
 * interval before the first sample, which may be minutes.
 */
const HURRY_MS = 2_000;

export interface TargetsFileOptions {
  readonly file: string;
  readonly timers: Timers;
  readonly registry: EndpointRegistry;
  readonly vault: Pick<ConfigVault, 'open'>;
  readonly seal: EndpointSeal;
  /** Called after each attempt. @param problem null: the file is as it should be */
  readonly onWritten: (problem: string | null) => void;
  /** Aborted when the engine stops. */
  readonly signal: AbortSignal;
}

export class TargetsFile {
  readonly #options: TargetsFileOptions;
  readonly #serially = createSerialQueue();
  /** The sealed endpoints by config, because a config object never changes. */
  readonly #sealed = new WeakMap<object, string>();
  readonly #hurried = new Set<EndpointId>();
  #vantages: readonly VantageConfig[] = [];
  #timer: Timer | null = null;
  #written: string | null = null;
  /** How many targets the file has. */
  size = 0;

  constructor(options: TargetsFileOptions) {
    this.#options = options;
  }

  get vantages(): readonly VantageConfig[] {
    return this.#vantages;
  }

  setVantages(vantages: readonly VantageConfig[]): void {
    this.#vantages = vantages;
    this.changed();
  }

  /** Until `calmed`, Prometheus scrapes it often, so that the first sample comes soon. */
  hurry(id: EndpointId): void {
    this.#hurried.add(id);
  }

  isHurried(id: EndpointId): boolean {
    return this.#hurried.has(id);
  }

  calmed(id: EndpointId): void {
    if (this.#hurried.delete(id)) this.changed();
  }

  /** Call it when something that the file depends on may have changed. */
  changed(): void {
    const { timers, signal } = this.#options;
    if (this.#timer !== null || signal.aborted) return;
    this.#timer = timers.set(() => {
      this.#timer = null;
      void this.#serially(() => this.#write());
    }, DELAY_MS);
  }

  async #write(): Promise<void> {
    const { file, onWritten, signal } = this.#options;
    try {
      const groups = (await inTimeSlices(this.#options.registry, (monitor) => this.#groupsOf(monitor), signal)).flat();
      this.size = groups.length;
      // One group per line: people read the file, too.
      const text = `[\n${groups.map((group) => JSON.stringify(group)).join(',\n')}\n]\n`;
      this.#written ??= await readFile(file, 'utf8').catch(() => '');
      if (text !== this.#written) await replaceFile(file, text);
      this.#written = text;
      onWritten(null);
    } catch (error) {
      if (signal.aborted) return;
      this.#written = null;
      onWritten(error instanceof Error ? error.message : String(error));
    }
  }

  async #groupsOf(monitor: Monitor): Promise<readonly TargetGroup[]> {
    const { id, paused, config } = monitor.endpoint;
    if (paused || !canBeProbed(monitor)) return [];
    const sealed = await this.#sealedOf(monitor);
    if (sealed === null) return [];
    const interval: Ms = this.#hurried.has(id) ? Math.min(config.interval, HURRY_MS) : config.interval;
    return vantagesOf(config, this.#vantages).map((vantage) => targetGroup(monitor, vantage, { sealed, interval }));
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
