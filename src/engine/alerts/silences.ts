import type { PlannedSilence, Silence, SilenceConfig } from '../../contract/model/alert-rule.ts';
import {
  CALENDAR_OCCURRENCES,
  type MaintenanceInput,
  type MaintenancePreview,
  type Occurrence,
} from '../../contract/model/maintenance.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import { matches, type MatchedEndpoint } from '../../shared/endpoint-match.ts';
import { RequestError } from '../base/request-error.ts';
import { createSerialQueue } from '../base/serial-queue.ts';
import { upcoming } from '../endpoints/active-maintenance.ts';
import { matchAfter, type NameChanges } from '../endpoints/name-changes.ts';
import { requireUpcoming } from '../endpoints/read-maintenance.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import { ConfigCollection, withMatch, fileId, isFileId, type Room } from '../store/config-collection.ts';
import type { Store } from '../store/store.ts';
import { nextOccurrences } from '../verdict/maintenance.ts';
import { readStoredSilence, timesWithin, type KeptSilence, type SilencedTime } from './kept-silence.ts';
import { readSilence } from './read-silence.ts';

/** The collection in the store. */
const SILENCES = 'silence';
/** The most silences, including those that are over but still kept. */
const MAX_SILENCES = 10_000;
/** Silences that took place once are forgotten this long after their end: what-if looks back 30 days. */
const FORGET_AFTER_MS: Ms = 31 * 86_400_000;
/**
 * The clock is checked at least this often, because the wall clock can be set, and timers do not run while the machine
 * sleeps.
 */
const LOOK_EVERY_MS: Ms = 60_000;
/** How many times of a silence that is not under way a page shows, and how many a preview shows. */
const SHOWN = 3;
const PREVIEWED = 5;

export interface SilencesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  /** How many of the watched endpoints a match includes. */
  readonly countMatching: (match: EndpointMatch) => number;
  /** A silence was added, changed or removed, or it began or ended. */
  readonly onChange: () => void;
}

/** The silences made by hand, and those of lookout.yaml: stores them, and finds the one that includes an endpoint. */
export class Silences {
  readonly #options: SilencesOptions;
  readonly #serially = createSerialQueue();
  readonly #kept: ConfigCollection<KeptSilence>;
  /** When silences of the file were ended, by id. */
  readonly #fileEnds = new Map<string, EpochMs>();
  /** By silence: its time that is under way or comes next, and when that was computed. */
  readonly #current = new Map<KeptSilence, { readonly at: EpochMs; readonly time: Occurrence | null }>();
  /** Those that are not over: there are few of them. */
  #live: readonly KeptSilence[] = [];
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: SilencesOptions) {
    this.#options = options;
    this.#kept = new ConfigCollection({
      ...options,
      collection: SILENCES,
      max: MAX_SILENCES,
      list: 'silences',
      toDocument: ({ source, config, createdAt, endedAt }) => ({
        at: createdAt,
        data: source === 'file' ? { endedAt } : { config, createdAt, endedAt },
      }),
      notFound: (id) => new RequestError('silenceNotFound', { id }),
      inFile: (name) => new RequestError('silenceInConfigFile', { name }),
    });
  }

  async load(): Promise<void> {
    await this.#kept.load((id, data) => {
      if (!isFileId(id)) return readStoredSilence(id, data);
      this.#fileEnds.set(id, Number(data['endedAt']));
      return 'ignored';
    });
    const now = this.#options.clock.now();
    const over = [...this.#kept].filter(
      ({ source, config: { to = Infinity } }) => source === 'hand' && to < now - FORGET_AFTER_MS,
    );
    await this.#kept.remove(over.map(({ id }) => id));
    this.#look();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
  }

  /** The silences of lookout.yaml; they replace those that it had before. */
  setFile(configs: readonly SilenceConfig[]): void {
    this.#kept.setFile(
      configs.map((config) => {
        const id = fileId(config.name);
        return { id, config, source: 'file', createdAt: 0, endedAt: this.#fileEnds.get(id) ?? null };
      }),
    );
    this.#changed();
  }

  /** How many there may be. */
  get room(): Room {
    return this.#kept;
  }

  /** Those that are not over, the next to end first. */
  list(): Silence[] {
    return [...this.#kept].flatMap((kept) => this.#view(kept) ?? []).toSorted((a, b) => a.to - b.to);
  }

  /** The time of a silence that includes an endpoint now; undefined: there is none. */
  of(endpoint: MatchedEndpoint, now: EpochMs): SilencedTime | undefined {
    for (const kept of this.#live) {
      const time = this.#timeOf(kept, now);
      if (time === null || time.from > now || !matches(kept.config.match, endpoint)) continue;
      return { ...time, name: kept.config.name, match: kept.config.match };
    }
    return undefined;
  }

  /** When the silences that are still known silenced something in a range, or will do so. */
  within(from: EpochMs, to: EpochMs): readonly SilencedTime[] {
    return [...this.#kept].flatMap((kept) =>
      timesWithin(kept, from, to).map((time) => ({ ...time, name: kept.config.name, match: kept.config.match })),
    );
  }

  /** The times that overlap a range, by their beginning. */
  planned(from: EpochMs, to: EpochMs): PlannedSilence[] {
    const times = [...this.#kept].flatMap((kept) =>
      timesWithin(kept, from, to).map((time) => ({ ...time, silenceId: kept.id })),
    );
    return times.toSorted((a, b) => a.from - b.from).slice(0, CALENDAR_OCCURRENCES);
  }

  /** @throws RequestError `invalid` */
  preview(input: MaintenanceInput): MaintenancePreview {
    const config = this.#read(input);
    const next = nextOccurrences(config, this.#options.clock.now(), PREVIEWED);
    return { next, endpoints: this.#options.countMatching(config.match) };
  }

  /** Silences endpoints from now on for some minutes. */
  add(match: EndpointMatch, minutes: number, reason: string): Promise<Silence> {
    const from = this.#options.clock.now();
    const config = { name: reason, match, from, to: from + minutes * 60_000, timezone: '' };
    return this.#serially(() => this.#put(crypto.randomUUID(), config));
  }

  /** @param id null: a new silence. @throws RequestError `invalid`, `notFound`, `readOnly` */
  save(id: string | null, input: MaintenanceInput): Promise<Silence> {
    return this.#serially(async () => {
      if (id !== null) this.#kept.editable(id);
      return this.#put(id ?? crypto.randomUUID(), this.#read(input));
    });
  }

  /** The endpoints in the lists of those made by hand follow when they are renamed. */
  followRenames(changes: NameChanges): Promise<void> {
    const following = this.#kept.changeAtOnce((one) => withMatch(one, matchAfter(one.config.match, changes)));
    if (following.some) this.#changed();
    return this.#serially(async () => {
      if (await following.store()) this.#changed();
    });
  }

  /** Ends the silences that are under way. Those that repeat come again. @throws RequestError `notFound` */
  end(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      const endedAt = this.#options.clock.now();
      const ended = ids.map((id) => ({ ...this.#kept.get(id), endedAt }));
      for (const one of ended) {
        await this.#kept.save(one);
        if (one.source === 'file') this.#fileEnds.set(one.id, endedAt);
      }
      this.#changed();
    });
  }

  /** @throws RequestError `notFound`, `readOnly` */
  remove(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      await this.#kept.remove(ids);
      this.#changed();
    });
  }

  async #put(id: string, config: SilenceConfig): Promise<Silence> {
    const now = this.#options.clock.now();
    const kept: KeptSilence = {
      id,
      config,
      source: 'hand',
      createdAt: this.#kept.find(id)?.createdAt ?? now,
      endedAt: null,
    };
    await this.#kept.save(kept);
    this.#changed();
    return this.#view(kept) ?? { ...withoutEnd(kept), from: now, to: now, active: false, next: [], endpoints: 0 };
  }

  #changed(): void {
    this.#current.clear();
    this.#look();
    this.#options.onChange();
  }

  /** Sets the timer for the next beginning or end of a silence, when alerts have to be looked at again. */
  #look(): void {
    const { clock, timers, onChange } = this.#options;
    this.#clearTimer();
    if (this.#stopped) return;
    const now = clock.now();
    this.#live = [...this.#kept].filter((kept) => this.#timeOf(kept, now) !== null);
    const times = this.#live.flatMap((kept) => this.#timeOf(kept, now) ?? []);
    if (times.length === 0) return;
    const boundary = Math.min(...times.map(({ from, to }) => (from > now ? from : to)));
    this.#timer = timers.set(
      () => {
        this.#look();
        if (clock.now() >= boundary) onChange();
      },
      Math.min(LOOK_EVERY_MS, Math.max(1, boundary - now)),
    );
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }

  /** The time of a silence that is under way, or else its next one; null: it is over. Alerts ask often. */
  #timeOf(kept: KeptSilence, now: EpochMs): Occurrence | null {
    const known = this.#current.get(kept);
    // After the clock was set back, results from later times are useless.
    if (known !== undefined && known.at <= now && (known.time === null || now < known.time.to)) return known.time;
    const [time = null] = upcoming(kept, now, 1);
    this.#current.set(kept, { at: now, time });
    return time;
  }

  /** @returns null: it is over */
  #view(kept: KeptSilence): Silence | null {
    const now = this.#options.clock.now();
    const next = upcoming(kept, now, SHOWN);
    const [first] = next;
    if (first === undefined) return null;
    const active = first.from <= now;
    return {
      ...withoutEnd(kept),
      ...first,
      active,
      next: active ? [first] : next,
      endpoints: this.#options.countMatching(kept.config.match),
    };
  }

  #read(input: MaintenanceInput): SilenceConfig {
    return requireUpcoming(readSilence(input), input, 'silence', this.#options.clock.now());
  }
}

function withoutEnd({ id, source, config, createdAt }: KeptSilence): Omit<KeptSilence, 'endedAt'> {
  return { id, source, config, createdAt };
}
