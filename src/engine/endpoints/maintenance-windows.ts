import type {
  EndpointMaintenance,
  MaintenanceConfig,
  MaintenanceInput,
  MaintenancePreview,
  MaintenanceView,
  MaintenanceWindow,
  Occurrence,
} from '../../contract/model/maintenance.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { StatusSpan } from '../../contract/model/uptime.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { issueOf, issuesWithin } from '../base/issues.ts';
import { invalid, RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';
import { nextOccurrences, occurrences } from '../verdict/maintenance.ts';
import type { Monitor } from './monitor.ts';
import { readMaintenance } from './read-maintenance.ts';
import type { EndpointRegistry } from './registry.ts';

/** The wall clock can be set, and timers do not run while the machine sleeps. So look at the clock at least this often. */
const LOOK_EVERY_MS: Ms = 60_000;
/** Windows that happened once are forgotten this long after their end. */
const FORGET_AFTER_MS: Ms = 30 * 86_400_000;
const MAX_WINDOWS = 1000;
const MINUTE_MS: Ms = 60_000;
/** What a page shows of a window that is not under way, and what a preview shows. */
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

/** An occurrence that is under way. */
interface Active extends Occurrence {
  readonly window: MaintenanceWindow;
}

/**
 * The maintenance windows of people and of lookout.yaml. Puts endpoints into maintenance when a window begins, and out of
 * it when the last window that matches them ends. One timer, set for the next beginning or end.
 */
export class MaintenanceWindows {
  readonly #options: MaintenanceWindowsOptions;
  readonly #serially = createSerialQueue();
  /** In the order in which they were added; those of the file come last. */
  readonly #windows = new Map<string, MaintenanceWindow>();
  /** When occurrences of windows of the file were ended, by id. */
  readonly #fileEnds = new Map<string, EpochMs>();
  #active: readonly Active[] = [];
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: MaintenanceWindowsOptions) {
    this.#options = options;
  }

  /** Reads the stored windows, and puts the endpoints that they match now into maintenance. */
  async load(): Promise<void> {
    const { store, clock, log } = this.#options;
    const over: string[] = [];
    for (const document of (await store.documents({ collection: COLLECTION })).toReversed()) {
      const data = parseDocument(document, log);
      if (data === undefined) continue;
      const { id } = document;
      if (id.startsWith(FILE)) {
        this.#fileEnds.set(id, Number(data['endedAt']));
        continue;
      }
      const window = windowOf(id, data);
      if (window === null) log('error', 'A stored maintenance window cannot be used by this version', { id });
      else if (window.config.to !== undefined && window.config.to < clock.now() - FORGET_AFTER_MS) over.push(id);
      else this.#windows.set(id, window);
    }
    if (over.length > 0) await store.saveDocuments([], over.map(named));
    this.#look();
  }

  /** The windows of lookout.yaml; they replace those that it had before. */
  setFile(configs: readonly MaintenanceConfig[]): void {
    for (const [id, { source }] of this.#windows) if (source === 'file') this.#windows.delete(id);
    for (const config of configs) {
      const id = FILE + config.name;
      this.#windows.set(id, { id, config, source: 'file', createdAt: 0, endedAt: this.#fileEnds.get(id) ?? null });
    }
    this.#changed();
  }

  /** An endpoint is new or changed. Call it before the endpoint is shown. */
  put(monitor: Monitor): void {
    this.#apply(monitor);
  }

  list(): MaintenanceView[] {
    return [...this.#windows.values()].map((window) => this.#view(window));
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
      if (id !== null) this.#editable(id);
      return this.#add(id ?? crypto.randomUUID(), this.#read(input));
    });
  }

  /** Planned work that begins now. @throws RequestError `notFound` */
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
    const { store, clock } = this.#options;
    return this.#serially(async () => {
      const window = this.#get(id);
      const endedAt = clock.now();
      const ended = { ...window, endedAt };
      await store.saveDocuments([this.#document(ended)]);
      if (window.source === 'file') this.#fileEnds.set(id, endedAt);
      if (this.#windows.has(id)) this.#windows.set(id, ended);
      this.#changed();
    });
  }

  /** @throws RequestError `notFound`, `readOnly` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      for (const id of ids) this.#editable(id);
      await this.#options.store.saveDocuments([], ids.map(named));
      for (const id of ids) this.#windows.delete(id);
      this.#changed();
    });
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }

  async #add(id: string, config: MaintenanceConfig): Promise<MaintenanceView> {
    const { store } = this.#options;
    if (!this.#windows.has(id) && this.#windows.size >= MAX_WINDOWS) {
      throw invalid([issueOf('tooMany', 'window', { max: MAX_WINDOWS })]);
    }
    const createdAt = this.#windows.get(id)?.createdAt ?? this.#options.clock.now();
    const window: MaintenanceWindow = { id, config, source: 'hand', createdAt, endedAt: null };
    await store.saveDocuments([this.#document(window)]);
    this.#windows.set(id, window);
    this.#changed();
    return this.#view(window);
  }

  #document({ id, config, createdAt, endedAt, source }: MaintenanceWindow): StoredDocument {
    const data = source === 'file' ? { endedAt } : { config, createdAt, endedAt };
    return { collection: COLLECTION, id, at: createdAt, open: true, json: JSON.stringify(data) };
  }

  #changed(): void {
    this.#look();
    this.#options.onChanged();
  }

  /** Finds what is under way now, and sets the timer for the next change. */
  #look(): void {
    const { clock, timers, registry, onStatus, onChanged } = this.#options;
    if (this.#timer !== null) timers.clear(this.#timer);
    this.#timer = null;
    if (this.#stopped) return;
    const now = clock.now();
    let boundary = Infinity;
    const before = signatureOf(this.#active);
    this.#active = [...this.#windows.values()].flatMap((window) => {
      const next = nextOf(window, now);
      if (next === null) return [];
      const active = next.from <= now;
      boundary = Math.min(boundary, active ? next.to : next.from);
      return active ? [{ ...next, window }] : [];
    });
    if (signatureOf(this.#active) !== before) {
      for (const monitor of registry) if (this.#apply(monitor)) onStatus(monitor);
      onChanged();
    }
    if (boundary === Infinity) return;
    this.#timer = timers.set(() => this.#look(), Math.min(LOOK_EVERY_MS, Math.max(1, boundary - now)));
  }

  /** @returns whether the status of the endpoint changed */
  #apply(monitor: Monitor): boolean {
    const { clock, store } = this.#options;
    const active = this.#active.filter(({ window }) => matches(window.config.match, monitor.endpoint));
    const last = active.toSorted((a, b) => b.to - a.to)[0];
    const wanted: EndpointMaintenance | null =
      last === undefined ? null : { name: last.window.config.name, windowId: last.window.id, until: last.to };
    const since = Math.min(...active.map(({ from }) => from), clock.now());
    const spans: readonly StatusSpan[] | null = monitor.setMaintenance(wanted, since, {
      at: clock.now(),
      mono: clock.mono(),
    });
    for (const span of spans ?? []) store.recordSpan(span);
    return spans !== null;
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
    const read = readMaintenance(input);
    if (!read.ok) {
      throw invalid(issuesWithin('window', read.issues));
    }
    const { to } = read.config;
    if (to !== undefined && to <= this.#options.clock.now()) {
      throw invalid([
        issueOf('inPast', input.to === undefined ? 'window.duration' : 'window.to', {}, { given: input.to }),
      ]);
    }
    return read.config;
  }

  #get(id: string): MaintenanceWindow {
    const window = this.#windows.get(id);
    if (window === undefined) throw new RequestError('windowNotFound', { id });
    return window;
  }

  #editable(id: string): void {
    const { source, config } = this.#get(id);
    if (source === 'file') throw new RequestError('windowInConfigFile', { name: config.name });
  }
}

/** What windows are called in the store. */
const COLLECTION = 'maintenance';
const named = (id: string) => ({ collection: COLLECTION, id });
/** How the ids of windows of lookout.yaml begin. */
const FILE = 'file:';

/** The occurrences of a window that nobody ended, from the one under way. */
function upcoming({ config, endedAt }: MaintenanceWindow, now: EpochMs, limit: number): readonly Occurrence[] {
  return occurrences(config, now)
    .filter(({ from }) => endedAt === null || from > endedAt)
    .take(limit)
    .toArray();
}

function nextOf(window: MaintenanceWindow, now: EpochMs): Occurrence | null {
  return upcoming(window, now, 1)[0] ?? null;
}

function signatureOf(active: readonly Active[]): string {
  return JSON.stringify(
    active.map(({ from, to, window: { id, config } }) => [id, from, to, config.name, config.match]),
  );
}

/** @returns null for data that another version wrote, which this one cannot read */
function windowOf(id: string, data: Readonly<Record<string, unknown>>): MaintenanceWindow | null {
  const read = readMaintenance(data['config']);
  const { endedAt, createdAt } = data;
  if (!read.ok) return null;
  return {
    id,
    config: read.config,
    source: 'hand',
    createdAt: Number(createdAt),
    endedAt: typeof endedAt === 'number' ? endedAt : null,
  };
}
