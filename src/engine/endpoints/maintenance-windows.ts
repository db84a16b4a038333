import {
  CALENDAR_OCCURRENCES,
  type MaintenanceConfig,
  type MaintenanceInput,
  type MaintenancePreview,
  type MaintenanceView,
  type MaintenanceWindow,
  type PlannedOccurrence,
} from '../../contract/model/maintenance.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { ConfigCollection, withMatch, fileId, isFileId, type Room } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { nextOccurrences, occurrences } from '../verdict/maintenance.ts';
import { ActiveMaintenance, upcoming } from './active-maintenance.ts';
import type { Monitor } from './monitor.ts';
import { matchAfter, type NameChanges } from './name-changes.ts';
import { readMaintenance, requireUpcoming } from './read-maintenance.ts';
import type { EndpointRegistry } from './registry.ts';

/** Windows that happened once are forgotten this long after their end. */
const FORGET_AFTER_MS: Ms = 30 * 86_400_000;
const MAX_WINDOWS = 1000;
const MINUTE_MS: Ms = 60_000;
/** How many times of a window that is not under way a page shows, and how many a preview shows. */
const SHOWN = 3;
const PREVIEWED = 5;

export interface MaintenanceWindowsOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents' | 'recordSpan'>;
  readonly registry: EndpointRegistry;
  /** The status of an endpoint changed, because planned work began or ended. */
  readonly onStatus: (monitor: Monitor) => void;
  /** A window was added, changed or removed, or it began or ended. */
  readonly onChanged: () => void;
}

/** The maintenance windows that were made by hand, and those of lookout.yaml. */
export class MaintenanceWindows {
  readonly #options: MaintenanceWindowsOptions;
  readonly #serially = createSerialQueue();
  readonly #windows: ConfigCollection<MaintenanceWindow>;
  readonly #active: ActiveMaintenance;
  /** When occurrences of windows of the file were ended, by id. */
  readonly #fileEnds = new Map<string, EpochMs>();

  constructor(options: MaintenanceWindowsOptions) {
    this.#options = options;
    this.#windows = new ConfigCollection({
      ...options,
      collection: 'maintenance',
      max: MAX_WINDOWS,
      list: 'maintenance',
      toDocument: ({ source, config, createdAt, endedAt }) => ({
        at: createdAt,
        data: source === 'file' ? { endedAt } : { config, createdAt, endedAt },
      }),
      notFound: (id) => new RequestError('windowNotFound', { id }),
      inFile: (name) => new RequestError('windowInConfigFile', { name }),
    });
    this.#active = new ActiveMaintenance({ ...options, windows: this.#windows });
  }

  /** Reads the stored windows, and puts the endpoints that they match now into maintenance. */
  async load(): Promise<void> {
    await this.#windows.load((id, data) => {
      if (!isFileId(id)) return readStoredWindow(id, data);
      this.#fileEnds.set(id, Number(data['endedAt']));
      return 'ignored';
    });
    const forgotten = this.#options.clock.now() - FORGET_AFTER_MS;
    const over = [...this.#windows].filter(
      ({ source, config: { to = Infinity } }) => source === 'hand' && to < forgotten,
    );
    await this.#windows.remove(over.map(({ id }) => id));
    this.#active.look();
  }

  /** The windows of lookout.yaml; they replace those that it had before. */
  setFile(configs: readonly MaintenanceConfig[]): void {
    this.#windows.setFile(
      configs.map((config) => {
        const id = fileId(config.name);
        return { id, config, source: 'file', createdAt: 0, endedAt: this.#fileEnds.get(id) ?? null };
      }),
    );
    this.#changed();
  }

  /** An endpoint is new or changed. Call it before the endpoint is shown. */
  put(monitor: Monitor): void {
    this.#active.apply(monitor);
  }

  /** How many there may be. */
  get room(): Room {
    return this.#windows;
  }

  list(): MaintenanceView[] {
    return [...this.#windows].map((window) => this.#view(window));
  }

  /** The occurrences that overlap a range, by their beginning. One that somebody ended early ends then. */
  planned(from: EpochMs, to: EpochMs): PlannedOccurrence[] {
    const found: PlannedOccurrence[] = [];
    for (const { id, config, endedAt } of this.#windows) {
      for (const occurrence of occurrences(config, from)) {
        if (occurrence.from >= to || found.length >= CALENDAR_OCCURRENCES) break;
        const wasEnded = endedAt !== null && occurrence.from < endedAt;
        const until = wasEnded ? Math.min(occurrence.to, endedAt) : occurrence.to;
        if (until > from) found.push({ windowId: id, from: occurrence.from, to: until });
      }
    }
    return found.toSorted((a, b) => a.from - b.from);
  }

  /** @throws RequestError `invalid` */
  preview(input: MaintenanceInput): MaintenancePreview {
    const config = this.#read(input);
    const next = nextOccurrences(config, this.#options.clock.now(), PREVIEWED);
    return { next, endpoints: this.#matching(config).length };
  }

  /** @param id null: a new window. @throws RequestError `invalid`, `notFound`, `readOnly` */
  save(id: string | null, input: MaintenanceInput): Promise<MaintenanceView> {
    return this.#serially(async () => {
      if (id !== null) this.#windows.editable(id);
      return this.#add(id ?? crypto.randomUUID(), this.#read(input));
    });
  }

  /** The endpoints in the lists of those made by hand follow when they are renamed. */
  followRenames(changes: NameChanges): Promise<void> {
    const following = this.#windows.changeAtOnce((one) => withMatch(one, matchAfter(one.config.match, changes)));
    if (following.some) this.#changed();
    return this.#serially(async () => {
      if (await following.store()) this.#changed();
    });
  }

  /** Adds a window that begins now. @throws RequestError `notFound` */
  start(ids: readonly EndpointId[], minutes: number): Promise<MaintenanceView> {
    const { registry, clock } = this.#options;
    return this.#serially(async () => {
      const monitors = registry.all(ids);
      const [first] = monitors;
      const name = first?.endpoint.config.name ?? '';
      const from = clock.now();
      const more = monitors.length > 1 ? ` +${monitors.length - 1}` : '';
      return this.#add(crypto.randomUUID(), {
        name: `${name}${more}`,
        match: { endpoints: monitors.map(({ endpoint }) => endpoint.id) },
        from,
        to: from + minutes * MINUTE_MS,
        timezone: '',
      });
    });
  }

  /** Ends the occurrence that is under way; later ones still come. @throws RequestError `notFound` */
  end(id: string): Promise<void> {
    return this.#serially(async () => {
      const ended = { ...this.#windows.get(id), endedAt: this.#options.clock.now() };
      await this.#windows.save(ended);
      if (ended.source === 'file') this.#fileEnds.set(id, ended.endedAt);
      this.#changed();
    });
  }

  /** @throws RequestError `notFound`, `readOnly` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      await this.#windows.remove(ids);
      this.#changed();
    });
  }

  stop(): void {
    this.#active.stop();
  }

  async #add(id: string, config: MaintenanceConfig): Promise<MaintenanceView> {
    const createdAt = this.#windows.find(id)?.createdAt ?? this.#options.clock.now();
    const window: MaintenanceWindow = { id, config, source: 'hand', createdAt, endedAt: null };
    await this.#windows.save(window);
    this.#changed();
    return this.#view(window);
  }

  #changed(): void {
    this.#active.look();
    this.#options.onChanged();
  }

  #view(window: MaintenanceWindow): MaintenanceView {
    const now = this.#options.clock.now();
    const next = upcoming(window, now, SHOWN);
    const active = next[0] !== undefined && next[0].from <= now;
    return {
      ...window,
      next: active ? next.slice(0, 1) : next,
      active,
      endpoints: this.#matching(window.config).length,
    };
  }

  #matching({ match }: MaintenanceConfig): readonly Monitor[] {
    return this.#options.registry.matching(match);
  }

  #read(input: MaintenanceInput): MaintenanceConfig {
    return requireUpcoming(readMaintenance(input), input, 'window', this.#options.clock.now());
  }
}

/** Reads a window of the store. @returns `unusable` for data that another version wrote, which this one cannot read */
export function readStoredWindow(id: string, data: Readonly<Record<string, unknown>>): MaintenanceWindow | 'unusable' {
  const read = readMaintenance(data['config']);
  const { endedAt, createdAt } = data;
  if (!read.ok) return 'unusable';
  return {
    id,
    config: read.config,
    source: 'hand',
    createdAt: Number(createdAt),
    endedAt: typeof endedAt === 'number' ? endedAt : null,
  };
}
