import { DELIVERY_TRIES, type Delivery, type SendResult } from '../../contract/model/alert.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { beginsAlert } from './message-parts.ts';
import { DELIVERIES, deliveryDocument, publicOf, readDelivery, type StoredDelivery } from './stored-delivery.ts';

export interface OutboxOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: Pick<Store, 'saveDocuments' | 'documents'>;
  readonly log: Log;
  /** Makes one attempt. Never rejects. */
  readonly send: (delivery: StoredDelivery, signal: AbortSignal) => Promise<SendResult>;
  /** How many messages may be sent to a channel within an hour; null: any number. Default: any number. */
  readonly maxPerHour?: (channelId: string) => number | null;
  /** Whether the channel still exists. */
  readonly hasChannel: (channelId: string) => boolean;
  readonly onChange: (delivery: Delivery) => void;
  /** From 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** An attempt that takes longer has failed. */
export const TRY_LIMIT_MS = 30_000;
const HOUR_MS = 3_600_000;
const FIRST_RETRY_MS = 2_000;
const MAX_RETRY_MS = 15 * 60_000;
/** A message that could not be delivered for this long is not tried again. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** The most messages that wait for one channel; older reminders and updates go first. */
const MAX_WAITING = 1_000;

/** The queue of a channel. */
interface Lane {
  /** Oldest first. */
  waiting: StoredDelivery[];
  sending: StoredDelivery | null;
  /** When the attempt began, on the monotonic clock. */
  sendingSince: Ms;
  timer: Timer | null;
  /** When messages were sent within the last hour, on the monotonic clock, oldest first. */
  sent: readonly Ms[];
}

/**
 * Delivers messages, each until it is delivered, refused or too old. Channels do not wait for each other, and a channel
 * sends its messages in order. Waiting messages are in the store, so a restart loses nothing; a message that was being
 * sent when Lookout was killed is sent again, with the same `dedupKey`.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #stopping = new AbortController();
  /** By channel. */
  readonly #delivered = new Map<string, EpochMs>();
  readonly #trouble = new Map<string, Delivery>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Reads the messages that waited when Lookout ended. */
  async load(): Promise<void> {
    const { store, log } = this.#options;
    const stored = await store.documents({ collection: DELIVERIES, open: true });
    const deliveries = stored.flatMap((document) => readDelivery(document, log) ?? []);
    this.add(deliveries.toReversed().toSorted((a, b) => a.createdAt - b.createdAt));
  }

  /** Queues deliveries that are in the store. Those that they replace are marked as superseded. */
  add(deliveries: readonly StoredDelivery[]): void {
    for (const one of deliveries) {
      const lane = this.#lane(one.channelId);
      const replaced = lane.waiting.filter((waiting) => isReplacedBy(waiting, one));
      const delivery = replaced.some(({ event }) => beginsAlert(event)) ? this.#afterwards(one) : one;
      for (const old of replaced) this.#supersede(lane, old);
      lane.waiting.push(delivery);
      if (lane.waiting.length > MAX_WAITING) this.#supersede(lane, leastNeeded(lane.waiting) ?? delivery);
      this.#options.onChange(publicOf(delivery));
      this.#next(delivery.channelId);
    }
  }

  /** Marks the message about the end of trouble that was never reported, so that it says what the trouble was. */
  #afterwards(delivery: StoredDelivery): StoredDelivery {
    if (delivery.event !== 'up') return delivery;
    const changed: StoredDelivery = { ...delivery, afterwards: true };
    // It never rejects. Without it, the message after a restart only says that all is well again.
    void this.#save([changed]);
    return changed;
  }

  /** Sends a failed message again, or a waiting one now. */
  again(delivery: StoredDelivery): void {
    const { clock } = this.#options;
    const lane = this.#lane(delivery.channelId);
    if (lane.sending?.id === delivery.id) return;
    lane.waiting = lane.waiting.filter(({ id }) => id !== delivery.id);
    lane.waiting.unshift({ ...delivery, state: 'waiting', createdAt: clock.now(), nextAt: clock.now() });
    this.#clear(lane);
    this.#next(delivery.channelId);
  }

  /**
   * The state of a channel: when it last delivered a message, the message that could not be delivered, and how many
   * wait.
   */
  state(channelId: string): {
    readonly deliveredAt: EpochMs | null;
    readonly trouble: Delivery | null;
    readonly waiting: number;
  } {
    const lane = this.#lanes.get(channelId);
    return {
      deliveredAt: this.#delivered.get(channelId) ?? null,
      trouble: this.#trouble.get(channelId) ?? null,
      waiting: (lane?.waiting.length ?? 0) + (lane === undefined || lane.sending === null ? 0 : 1),
    };
  }

  /** How long a message has been due, or being sent beyond the time limit of an attempt; 0: none. */
  get lateMs(): Ms {
    const { clock } = this.#options;
    const late = [...this.#lanes.values()].map(({ waiting: [first], sending, sendingSince, timer }) => {
      if (sending !== null) return clock.mono() - sendingSince - TRY_LIMIT_MS;
      return first === undefined || timer !== null ? 0 : clock.now() - (first.nextAt ?? first.createdAt);
    });
    return Math.max(0, ...late);
  }

  /** A channel was changed, so its waiting messages are tried at once; or it was removed, so they are not sent. */
  channelChanged(channelId: string): void {
    const lane = this.#lanes.get(channelId);
    this.#trouble.delete(channelId);
    if (lane === undefined) return;
    if (!this.#options.hasChannel(channelId)) {
      for (const delivery of lane.waiting) this.#supersede(lane, delivery);
      return;
    }
    this.#clear(lane);
    const [first] = lane.waiting;
    if (first !== undefined) lane.waiting[0] = { ...first, nextAt: this.#options.clock.now() };
    this.#next(channelId);
  }

  stop(): void {
    this.#stopping.abort(new Error('Lookout stops'));
    for (const lane of this.#lanes.values()) this.#clear(lane);
  }

  #lane(channelId: string): Lane {
    let lane = this.#lanes.get(channelId);
    if (lane === undefined) {
      lane = { waiting: [], sending: null, sendingSince: 0, timer: null, sent: [] };
      this.#lanes.set(channelId, lane);
    }
    return lane;
  }

  #clear(lane: Lane): void {
    if (lane.timer !== null) this.#options.timers.clear(lane.timer);
    lane.timer = null;
  }

  /** Starts the next attempt of a channel, now or when it is due. */
  #next(channelId: string): void {
    const { clock, timers } = this.#options;
    const lane = this.#lane(channelId);
    const [first] = lane.waiting;
    if (first === undefined || lane.sending !== null || lane.timer !== null || this.#stopping.signal.aborted) return;
    // A wait never lasts longer than the longest one, even if the clock was set back.
    const due = Math.min(MAX_RETRY_MS * 4, Math.max(0, (first.nextAt ?? 0) - clock.now()));
    const wait = Math.max(due, this.#untilAllowed(channelId, lane));
    lane.timer = timers.set(() => {
      lane.timer = null;
      this.#attempt(channelId, lane).catch((error: unknown) => {
        this.#options.log('error', 'A message could not be sent because of a bug', { channelId, error });
      });
    }, wait);
  }

  /** How long until the channel may get another message. */
  #untilAllowed(channelId: string, lane: Lane): Ms {
    const most = this.#options.maxPerHour?.(channelId) ?? null;
    const now = this.#options.clock.mono();
    lane.sent = lane.sent.filter((at) => now - at < HOUR_MS);
    const first = most === null ? undefined : lane.sent.at(-most);
    return first === undefined ? 0 : first + HOUR_MS - now;
  }

  async #attempt(channelId: string, lane: Lane): Promise<void> {
    const delivery = lane.waiting.shift();
    if (delivery === undefined) return;
    lane.sending = delivery;
    const { clock } = this.#options;
    const at = clock.now();
    const began = clock.mono();
    lane.sendingSince = began;
    const result = await this.#options.send(delivery, this.#stopping.signal);
    lane.sending = null;
    // Lookout stops. It is not known whether the message arrived, so it is sent again after the next start.
    if (this.#stopping.signal.aborted && result.outcome !== 'delivered') return;
    const attempt = { at, tookMs: clock.mono() - began, outcome: result.outcome, answer: result.answer };
    await this.#ended(lane, this.#after(delivery, attempt, result));
    this.#next(channelId);
  }

  #after(
    delivery: StoredDelivery,
    attempt: Delivery['tries'][number],
    { outcome, afterMs }: SendResult,
  ): StoredDelivery {
    const { clock, random = Math.random } = this.#options;
    const all = [...delivery.tries, attempt];
    const tries = [...all.slice(0, 1), ...all.slice(1).slice(-(DELIVERY_TRIES - 1))];
    const tried = { ...delivery, tries, tryCount: delivery.tryCount + 1 };
    const now = clock.now();
    if (outcome === 'delivered') return { ...tried, state: 'delivered', nextAt: null };
    if (outcome === 'final' || now - delivery.createdAt > GIVE_UP_AFTER_MS)
      return { ...tried, state: 'failed', nextAt: null };
    return { ...tried, nextAt: now + Math.max(afterMs ?? 0, backoff(tried.tryCount, random())) };
  }

  async #ended(lane: Lane, delivery: StoredDelivery): Promise<void> {
    const { channelId } = delivery;
    if (delivery.state === 'delivered') {
      lane.sent = [...lane.sent, this.#options.clock.mono()];
      this.#delivered.set(channelId, this.#options.clock.now());
      this.#trouble.delete(channelId);
    } else this.#trouble.set(channelId, publicOf(delivery));
    if (delivery.state === 'waiting') {
      // A later message about the same alert says all that this one says.
      const later = lane.waiting.some((waiting) => isReplacedBy(delivery, waiting));
      if (!later) lane.waiting.unshift(delivery);
      else if (beginsAlert(delivery.event)) {
        lane.waiting = lane.waiting.map((one) => (isReplacedBy(delivery, one) ? this.#afterwards(one) : one));
      }
      await this.#save([later ? { ...delivery, state: 'superseded', nextAt: null } : delivery]);
    } else await this.#save([delivery]);
    this.#options.onChange(publicOf(delivery));
  }

  #supersede(lane: Lane, delivery: StoredDelivery): void {
    lane.waiting = lane.waiting.filter((waiting) => waiting !== delivery);
    const superseded: StoredDelivery = { ...delivery, state: 'superseded', nextAt: null };
    // It never rejects. A message that is sent although it was replaced does no harm.
    void this.#save([superseded]);
    this.#options.onChange(publicOf(superseded));
  }

  async #save(deliveries: readonly StoredDelivery[]): Promise<void> {
    try {
      await this.#options.store.saveDocuments(deliveries.map(deliveryDocument));
    } catch (error) {
      this.#options.log('error', 'The state of a message could not be stored', { error });
    }
  }
}

/** The oldest reminder or update; without any, the oldest message. */
function leastNeeded(waiting: readonly StoredDelivery[]): StoredDelivery | undefined {
  return waiting.find(({ event }) => event === 'reminder' || event === 'changed') ?? waiting[0];
}

/** Exponential with jitter. @param random from 0 to 1 */
export function backoff(tries: number, random: number): Ms {
  const most = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(20, tries - 1));
  return Math.round(most * (0.5 + random / 2));
}

/** Whether a message that waits need not be sent, because a later one about the same alert says more. */
function isReplacedBy(waiting: StoredDelivery, later: StoredDelivery): boolean {
  if (waiting.alertId !== later.alertId || waiting.event === 'test' || waiting.id === later.id) return false;
  return later.event === 'up' || waiting.event === 'changed' || waiting.event === 'reminder';
}
