import type { Alert, DeliveryEvent } from '../../contract/model/alert.ts';
import type { AlertRule, RuleConfig } from '../../contract/model/alert-rule.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { DueQueue } from '../base/due-queue.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { memberId, MEMBERS, type AlertRecord } from './alert-record.ts';
import { outside, type AlertedEndpoint, type Block } from './alerted-endpoint.ts';
import { deliveryDocument, newDelivery, type StoredDelivery } from './stored-delivery.ts';
import { blockOfAll, reportedAlert } from './reported-alert.ts';
import { LOOK_AGAIN_MS, nextAction, type PlannedAction, type PlannedAlert } from './plan.ts';

export interface AlertRunnerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Pick<Store, 'recordDocument' | 'saveDocuments'>;
  /** The enabled rules. */
  readonly rules: () => readonly AlertRule[];
  /** The id of a channel by its name; undefined: there is none. */
  readonly channelId: (name: string) => string | undefined;
  /** A channel by its id; undefined: it was removed. */
  readonly channel: (id: string) => ChannelInfo | undefined;
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  /** Why alerts about an endpoint are held now; null: nothing stops it. */
  readonly blockOf: (subject: AlertedEndpoint, now: EpochMs) => Block | null;
  /** Whether a check of an endpoint has ended since this start. */
  readonly isKnown: (id: EndpointId) => boolean;
  /** Sends messages that are stored. */
  readonly deliver: (deliveries: readonly StoredDelivery[]) => void;
  /** An alert was resolved or dropped. */
  readonly onClosed: (record: AlertRecord) => void;
  readonly onChange: () => void;
  readonly newId: () => string;
  /** See `AlertCenterOptions`. */
  readonly hoursLookMs: Ms;
}

/** What the runner needs to know of a channel. */
export interface ChannelInfo {
  readonly name: string;
  /** See `ChannelKind.keepsOpen`. */
  readonly keepsOpen: boolean;
}

/** Looks at each open alert when it is due, and does what its plan says: waits, sends messages, or closes the alert. */
export class AlertRunner {
  readonly #options: AlertRunnerOptions;
  readonly #queue = new DueQueue<AlertRecord>();
  /**
   * Alerts from before this start whose endpoints were not checked yet, and until when they wait, on the monotonic
   * clock.
   */
  readonly #unseen = new Map<AlertRecord, Ms>();
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: AlertRunnerOptions) {
    this.#options = options;
  }

  /** Takes an alert that was open when Lookout ended. It waits a while for a check of its endpoints. */
  restore(record: AlertRecord): void {
    this.#unseen.set(record, this.#options.clock.mono() + FIRST_CHECK_MS);
    this.lookIn(record, 0);
  }

  /** Looks at an alert after a while, unless an earlier look is planned. */
  lookIn(record: AlertRecord, ms: Ms): void {
    const due = this.#options.clock.mono() + ms;
    if (record.position < 0 || record.dueAt > due) this.#queue.schedule(record, due);
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }

  #arm(): void {
    const { timers, clock } = this.#options;
    if (this.#timer !== null) timers.clear(this.#timer);
    this.#timer = null;
    const first = this.#queue.peek();
    if (this.#stopped || first === undefined) return;
    // Timers of Node hold at most 2^31 ms.
    this.#timer = timers.set(() => this.#look(), Math.min(86_400_000, Math.max(0, first.dueAt - clock.mono())));
  }

  #look(): void {
    this.#timer = null;
    const mono = this.#options.clock.mono();
    for (let record = this.#queue.popDue(mono); record !== undefined; record = this.#queue.popDue(mono)) {
      this.#act(record);
    }
    this.#arm();
  }

  /** Delays an alert from before this start while it waits for a first check of one of its endpoints. @returns whether it does */
  #putOff(record: AlertRecord): boolean {
    const until = this.#unseen.get(record);
    if (until === undefined) return false;
    const { clock, isKnown } = this.#options;
    const active = record.activeMembers;
    const waits = active.length > 0 && clock.mono() < until && !active.some(({ endpointId }) => isKnown(endpointId));
    if (waits) this.lookIn(record, until - clock.mono());
    else this.#unseen.delete(record);
    return waits;
  }

  #act(record: AlertRecord): void {
    if (this.#putOff(record)) return;
    const rule = this.#options.rules().find(({ id }) => id === record.ruleId);
    const now = this.#options.clock.now();
    const config: Course = rule?.config ?? ENDED;
    const acknowledgedUntil = record.acknowledged?.until ?? Infinity;
    if (now >= acknowledgedUntil) {
      record.acknowledged = null;
      record.note(now, 'acknowledgmentEnded');
      this.#options.store.recordDocument(record.document());
      this.#options.onChange();
    } else if (Number.isFinite(acknowledgedUntil)) this.lookIn(record, acknowledgedUntil - now);
    const action = nextAction(this.#planned(record, config, now), config);
    this.#do(record, config, action, now);
  }

  #planned(record: AlertRecord, { hours }: Pick<RuleConfig, 'hours'>, now: EpochMs): PlannedAlert {
    const { state, active, firedAge, sentAge, changed, steps } = record;
    const { hoursLookMs } = this.#options;
    return {
      state: state === 'firing' ? 'firing' : 'waiting',
      age: record.age(this.#options.clock.mono()),
      active,
      hold: () =>
        active === 0 ? null : (blockOfAll(record, this.#options, now) ?? outside(hours, now, LOOK_AGAIN_MS)),
      ...(record.held?.reason === 'hours' ? { heldByHours: () => outside(hours, now, hoursLookMs) } : {}),
      firedAge,
      sentAge,
      changed,
      acknowledged: record.acknowledged !== null,
      steps,
    };
  }

  #do(record: AlertRecord, rule: Course, action: PlannedAction, now: EpochMs): void {
    const age = record.age(this.#options.clock.mono());
    const { event } = record;
    switch (action.do) {
      case 'wait':
        if (Number.isFinite(action.ms)) this.lookIn(record, Math.max(1, action.ms));
        if (action.hold?.reason === record.held?.reason && action.hold?.name === record.held?.name) return;
        record.held = action.hold;
        if (action.hold !== null) record.note(now, 'held', [action.hold.reason, action.hold.name].join(' ').trim());
        this.#options.store.recordDocument(record.document());
        this.#options.onChange();
        return;
      case 'fire':
        record.state = 'firing';
        record.firedAge = age;
        this.#send(record, rule.channels, event, 'sent', now);
        return;
      case 'escalate': {
        const channels = rule.steps[action.step]?.channels ?? [];
        record.steps = action.step + 1;
        this.#send(record, channels, event, 'escalated', now);
        return;
      }
      case 'remind':
        this.#send(record, this.#channelsSoFar(record, rule), 'reminder', 'reminded', now);
        return;
      case 'update':
        if (this.#saysNothingNew(record, now)) {
          record.changed = false;
          this.lookIn(record, 0);
          return;
        }
        this.#send(record, this.#channelsSoFar(record, rule), 'changed', 'updated', now);
        return;
      case 'drop':
        this.#close(record, 'dropped', now, []);
        return;
      case 'tellAfterwards': {
        const ids = rule.channels.flatMap((name) => this.#options.channelId(name) ?? []);
        this.#close(record, 'resolved', now, record.isAbandoned ? [] : ids, true);
        return;
      }
      case 'resolve':
        this.#close(record, 'resolved', now, this.#channelsAtEnd(record, rule));
        return;
    }
  }

  /** The ids of the channels that get a message about the end. */
  #channelsAtEnd(record: AlertRecord, rule: Course): readonly string[] {
    const { channelId, channel } = this.#options;
    const sentTo = record.sentTo ?? this.#channelsSoFar(record, rule).flatMap((name) => channelId(name) ?? []);
    // Nobody needs to read that an endpoint was removed, but the incident of an on-call service would stay open
    // forever.
    if (record.isAbandoned) return [...sentTo].filter((id) => channel(id)?.keepsOpen === true);
    return rule.events.includes('up') ? [...sentTo] : [];
  }

  /** The names of the channels that the alert was sent to. */
  #channelsSoFar({ steps }: AlertRecord, rule: Course): readonly string[] {
    return [...new Set([...rule.channels, ...rule.steps.slice(0, steps).flatMap(({ channels }) => channels)])];
  }

  #send(
    record: AlertRecord,
    channels: readonly string[],
    event: DeliveryEvent,
    what: 'sent' | 'escalated' | 'reminded' | 'updated',
    now: EpochMs,
  ): void {
    record.held = null;
    record.sentAge = record.age(this.#options.clock.mono());
    record.changed = false;
    const ids = channels.flatMap((name) => this.#options.channelId(name) ?? []);
    record.sentTo = new Set([...(record.sentTo ?? []), ...ids]);
    record.note(now, what, this.#namesOf(ids));
    this.lookIn(record, 0);
    const alert = reportedAlert(record, this.#options, now);
    record.said = record.gist();
    this.#store(record, this.#deliveries(alert, ids, event, now), []);
  }

  /** Only members about which nobody is alerted joined or recovered. */
  #saysNothingNew(record: AlertRecord, now: EpochMs): boolean {
    reportedAlert(record, this.#options, now);
    return record.said === record.gist();
  }

  #close(
    record: AlertRecord,
    state: 'resolved' | 'dropped',
    now: EpochMs,
    channels: readonly string[],
    afterwards = false,
  ): void {
    record.state = state;
    record.endedAt = now;
    record.held = null;
    record.note(now, state, this.#namesOf(channels));
    this.#queue.remove(record);
    this.#unseen.delete(record);
    this.#options.onClosed(record);
    const members = [...record.members.keys()].map((id) => ({ collection: MEMBERS, id: memberId(record.id, id) }));
    const { unsaid } = record;
    const alert = record.view(({ endpointId }) => !unsaid.has(endpointId));
    const deliveries = this.#deliveries(alert, channels, 'up', now);
    this.#store(record, afterwards ? deliveries.map((one) => ({ ...one, afterwards })) : deliveries, members);
  }

  #namesOf(channelIds: readonly string[]): string {
    return channelIds.flatMap((id) => this.#options.channel(id)?.name ?? []).join(', ');
  }

  #deliveries(
    alert: Alert,
    channelIds: readonly string[],
    event: DeliveryEvent,
    createdAt: EpochMs,
  ): readonly StoredDelivery[] {
    const { channel, newId } = this.#options;
    return channelIds.flatMap((channelId) => {
      const name = channel(channelId)?.name;
      return name === undefined
        ? []
        : [newDelivery(alert, { id: newId(), channelId, channelName: name, event, createdAt })];
    });
  }

  /** Stores an alert with its messages in one transaction, then sends them. */
  #store(
    record: AlertRecord,
    deliveries: readonly StoredDelivery[],
    remove: readonly { readonly collection: string; readonly id: string }[],
  ): void {
    const { store, deliver, log, onChange } = this.#options;
    onChange();
    void store
      .saveDocuments([record.document(), ...deliveries.map(deliveryDocument)], remove)
      // People are alerted even if the disk is full.
      .catch((error: unknown) => log('error', 'An alert could not be stored', { alertId: record.id, error }))
      .then(() => deliver(deliveries))
      .catch((error: unknown) =>
        log('error', 'An alert could not be sent because of a bug', { alertId: record.id, error }),
      );
  }
}

/** The part of a rule that decides how an alert continues. */
type Course = Pick<RuleConfig, 'after' | 'repeat' | 'steps' | 'hours' | 'channels' | 'events'>;

/** How long an alert from before a start waits for a check after it, which may find that all is well again. */
const FIRST_CHECK_MS = 60_000;

/** For an alert whose rule is gone. */
const ENDED: Course = { after: 0, repeat: null, steps: [], hours: null, channels: [], events: [] };
