import type { Alert, AlertHold, AlertSeverity, DeliveryEvent } from '../../contract/model/alert.ts';
import type { AlertRule, RuleConfig } from '../../contract/model/alert-rule.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { EndpointMaintenance } from '../../contract/model/maintenance.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { summarizeFailure } from '../../shared/recent-checks.ts';
import type { Clock, Log, Timer, Timers } from '../ports.ts';
import type { Store } from '../store/store.ts';
import {
  ALERTS,
  AlertRecord,
  memberDocument,
  memberId,
  MEMBERS,
  readAlert,
  readMember,
  type RecordedMember,
} from './alert-record.ts';
import { deliveryDocument, newDelivery, type StoredDelivery } from './outbox.ts';
import { GROUP_WAIT_MS, JOIN_WITHIN_MS, nextAction, type PlannedAction, type PlannedAlert } from './plan.ts';
import { isWithin, untilWithin } from './rule-hours.ts';

/** An endpoint, as alerts see it. */
export interface AlertedEndpoint {
  readonly endpoint: Endpoint;
  readonly host: string;
  /** The planned work that is under way; null: there is none. */
  readonly maintenance: EndpointMaintenance | null;
}

/** What the last check says about an endpoint. */
export interface Condition {
  /** Null: it is well. */
  readonly severity: AlertSeverity | null;
  /** Since when. */
  readonly since: EpochMs;
  readonly incident: Incident | null;
  /** Why it is degraded; null: it is not, or for a reason that is no failure. */
  readonly warning: FailureSummary | null;
}

/** Why nobody is alerted about an endpoint, and for how long at most; `endsIn` null: nobody knows. */
export type Block = AlertHold & { readonly endsIn: Ms | null };

export interface AlertCenterOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly store: Pick<Store, 'recordDocument' | 'saveDocuments' | 'documents'>;
  /** The enabled rules. */
  readonly rules: () => readonly AlertRule[];
  /** The id of a channel by its name; undefined: there is none. */
  readonly channelId: (name: string) => string | undefined;
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  /** Why nobody is to be alerted about an endpoint now; null: nothing stops it. */
  readonly blockOf: (subject: AlertedEndpoint, now: EpochMs) => Block | null;
  /** Sends messages that are stored. */
  readonly deliver: (deliveries: readonly StoredDelivery[]) => void;
  readonly onChange: () => void;
  readonly newId?: () => string;
}

/**
 * Turns trouble of endpoints into alerts, and alerts into messages for channels, as the rules say. What it needs after a restart
 * is stored together with the incident that caused it.
 */
export class AlertCenter {
  readonly #options: AlertCenterOptions;
  readonly #open = new Map<string, AlertRecord>();
  /** Which open alert has which endpoint in trouble, by rule and endpoint. */
  readonly #alertOf = new Map<string, AlertRecord>();
  readonly #conditions = new Map<EndpointId, Condition>();
  readonly #due = new Map<AlertRecord, Ms>();
  /** Alerts from before this start, about whose endpoints nothing is known yet. */
  readonly #unseen = new Set<AlertRecord>();
  /** Until then, on the monotonic clock, they wait for a check. */
  #unseenUntil: Ms = 0;
  #timer: Timer | null = null;
  #stopped = false;

  constructor(options: AlertCenterOptions) {
    this.#options = options;
  }

  /** Reads the alerts that were open when Lookout ended. */
  async load(): Promise<void> {
    const { store, clock, log } = this.#options;
    const [alerts, members] = await Promise.all([
      store.documents({ collection: ALERTS, open: true }),
      store.documents({ collection: MEMBERS, open: true }),
    ]);
    const byAlert = Map.groupBy(
      members.flatMap((document) => readMember(document, log) ?? []),
      ({ alertId }) => alertId,
    );
    const now = { at: clock.now(), mono: clock.mono() };
    this.#unseenUntil = now.mono + FIRST_CHECK_MS;
    for (const stored of alerts.flatMap((document) => readAlert(document, log) ?? [])) {
      const record = AlertRecord.restore(stored, byAlert.get(stored.id) ?? [], now);
      this.#open.set(record.id, record);
      this.#unseen.add(record);
      for (const member of record.members.values()) {
        if (member.endedAt === null) this.#alertOf.set(keyOf(record.ruleId, member.endpointId), record);
      }
      this.#planSoon(record);
    }
  }

  /** The alerts that wait or fire, newest first. */
  list(): Alert[] {
    return [...this.#open.values()].map((record) => record.view()).toSorted((a, b) => b.startedAt - a.startedAt);
  }

  /** A check has ended. Called in the turn in which its incident is recorded. */
  checked(subject: AlertedEndpoint, condition: Condition): void {
    const { id } = subject.endpoint;
    const before = this.#conditions.get(id);
    const isSame = before !== undefined && before.severity === condition.severity;
    this.#conditions.set(id, condition);
    if (!isSame) this.#apply(subject, condition);
  }

  /** An endpoint was changed, paused, resumed or removed: what was known about it is old. */
  forget(id: EndpointId): void {
    this.#conditions.delete(id);
    const { find } = this.#options;
    const subject = find(id);
    if (subject !== undefined && !subject.endpoint.paused) return;
    for (const record of this.#open.values()) this.#end(record, id, true);
  }

  /** Rules, silences or channels were changed. */
  rulesChanged(): void {
    const rules = new Map(this.#options.rules().map((rule) => [rule.id, rule]));
    for (const record of this.#open.values()) {
      const rule = rules.get(record.ruleId);
      for (const { endpointId, endedAt } of record.members.values()) {
        const subject = this.#options.find(endpointId);
        const isMeant = rule !== undefined && subject !== undefined && matches(rule.config.match, subject.endpoint);
        if (endedAt === null && !isMeant) this.#end(record, endpointId, true);
      }
      this.#planSoon(record);
    }
    for (const [id, condition] of this.#conditions) {
      const subject = this.#options.find(id);
      if (subject !== undefined && condition.severity !== null) this.#apply(subject, condition);
    }
  }

  /** @returns those that are open */
  async acknowledge(ids: readonly string[], by: string, note: string): Promise<Alert[]> {
    const records = ids.flatMap((id) => this.#open.get(id) ?? []);
    const at = this.#options.clock.now();
    for (const record of records) {
      record.acknowledged = { at, by, note };
      record.note(at, 'acknowledged', [by, note].filter((text) => text !== '').join(': '));
    }
    await this.#options.store.saveDocuments(records.map((record) => record.document()));
    return records.map((record) => this.#changed(record));
  }

  /** @returns undefined: there is no such open alert */
  async comment(id: string, by: string, note: string): Promise<Alert | undefined> {
    const record = this.#open.get(id);
    if (record === undefined) return undefined;
    record.note(this.#options.clock.now(), 'commented', by === '' ? note : `${by}: ${note}`);
    await this.#options.store.saveDocuments([record.document()]);
    return this.#changed(record);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }

  #apply(subject: AlertedEndpoint, condition: Condition): void {
    const { endpoint } = subject;
    for (const rule of this.#options.rules()) {
      const record = this.#alertOf.get(keyOf(rule.id, endpoint.id));
      const { severity } = condition;
      if (record === undefined) {
        if (severity !== null && means(rule.config, subject, severity))
          this.#join(rule, subject, { ...condition, severity });
      } else if (severity === null) this.#end(record, endpoint.id, false);
      // It is still in trouble, if of a kind that does not begin an alert of this rule: it is not back.
      else if (matches(rule.config.match, endpoint)) this.#worsen(record, subject, { ...condition, severity });
      else this.#end(record, endpoint.id, true);
    }
    // Alerts of rules that do not exist any more end in `rulesChanged`.
  }

  #join(rule: AlertRule, subject: AlertedEndpoint, condition: Condition & { severity: AlertSeverity }): void {
    const { clock, store, newId = () => crypto.randomUUID() } = this.#options;
    const now = clock.now();
    const mono = clock.mono();
    let record = [...this.#open.values()].find(
      (open) => open.ruleId === rule.id && open.active > 0 && this.#takes(open, rule, subject, mono),
    );
    const isNew = record === undefined;
    if (record === undefined) {
      record = new AlertRecord({ id: newId(), ruleId: rule.id, ruleName: rule.config.name, startedAt: now }, mono);
      record.note(now, 'began');
      this.#open.set(record.id, record);
    } else record.changed = record.state === 'firing';
    const member = memberOf(record.id, subject, condition);
    record.put(member);
    this.#alertOf.set(keyOf(rule.id, subject.endpoint.id), record);
    store.recordDocument(memberDocument(member));
    if (isNew) store.recordDocument(record.document());
    if (isNew || record.state === 'firing') this.#planIn(record, isNew ? GROUP_WAIT_MS : 0);
    if (isNew) this.#changed(record);
  }

  /** Whether another endpoint belongs to an alert: it fails soon after the others, or is held for the same reason. */
  #takes(record: AlertRecord, { config }: AlertRule, subject: AlertedEndpoint, mono: Ms): boolean {
    if (record.held === null) return record.age(mono) <= JOIN_WITHIN_MS;
    const now = this.#options.clock.now();
    const block = this.#options.blockOf(subject, now) ?? outside(config.hours, now);
    return block?.reason === record.held.reason;
  }

  /** The endpoint was in trouble before, of another severity. */
  #worsen(record: AlertRecord, subject: AlertedEndpoint, condition: Condition & { severity: AlertSeverity }): void {
    const before = record.members.get(subject.endpoint.id);
    // After a restart, or after an edit of something else: nothing is new, but now it is known.
    if (before?.severity === condition.severity) return this.#planSoon(record);
    const member = { ...memberOf(record.id, subject, condition), since: before?.since ?? condition.since };
    record.put(member);
    record.changed = record.state === 'firing';
    this.#options.store.recordDocument(memberDocument(member));
    this.#planIn(record, 0);
  }

  /** @param gone it did not recover */
  #end(record: AlertRecord, id: EndpointId, gone: boolean): void {
    const member = record.members.get(id);
    if (member === undefined || member.endedAt !== null) return;
    const ended: RecordedMember = { ...member, endedAt: this.#options.clock.now(), gone };
    record.put(ended);
    record.changed = record.state === 'firing';
    this.#alertOf.delete(keyOf(record.ruleId, id));
    this.#options.store.recordDocument(memberDocument(ended));
    this.#planIn(record, 0);
  }

  #planSoon(record: AlertRecord): void {
    this.#planIn(record, 0);
  }

  /** Looks at an alert after a while, unless an earlier look is planned. */
  #planIn(record: AlertRecord, ms: Ms): void {
    const due = this.#options.clock.mono() + ms;
    if ((this.#due.get(record) ?? Infinity) > due) this.#due.set(record, due);
    this.#arm();
  }

  #arm(): void {
    const { timers, clock } = this.#options;
    if (this.#timer !== null) timers.clear(this.#timer);
    this.#timer = null;
    const first = Math.min(...this.#due.values());
    if (this.#stopped || !Number.isFinite(first)) return;
    // Timers of Node hold at most 2^31 ms.
    this.#timer = timers.set(() => this.#look(), Math.min(86_400_000, Math.max(0, first - clock.mono())));
  }

  #look(): void {
    this.#timer = null;
    const mono = this.#options.clock.mono();
    for (const [record, due] of this.#due) {
      if (due > mono) continue;
      this.#due.delete(record);
      this.#act(record);
    }
    this.#arm();
  }

  /** Whether an alert from before this start waits for a first check of one of its endpoints. */
  #isUnseen(record: AlertRecord): boolean {
    if (!this.#unseen.has(record)) return false;
    const isKnown = ({ endpointId, endedAt }: RecordedMember): boolean =>
      endedAt === null && this.#conditions.has(endpointId);
    const waits =
      record.active > 0 &&
      this.#options.clock.mono() < this.#unseenUntil &&
      ![...record.members.values()].some(isKnown);
    if (!waits) this.#unseen.delete(record);
    return waits;
  }

  #act(record: AlertRecord): void {
    if (this.#isUnseen(record)) {
      this.#planIn(record, this.#unseenUntil - this.#options.clock.mono());
      return;
    }
    const rule = this.#options.rules().find(({ id }) => id === record.ruleId);
    const now = this.#options.clock.now();
    const config: Course = rule?.config ?? ENDED;
    const action = nextAction(this.#planned(record, config, now), config);
    this.#do(record, config, action, now);
  }

  #planned(record: AlertRecord, { hours }: Pick<RuleConfig, 'hours'>, now: EpochMs): PlannedAlert {
    const { state, active, firedAge, sentAge, changed, steps } = record;
    return {
      state: state === 'firing' ? 'firing' : 'waiting',
      age: record.age(this.#options.clock.mono()),
      active,
      hold: () => (active === 0 ? null : (this.#blockOf(record, now) ?? outside(hours, now))),
      firedAge,
      sentAge,
      changed,
      acknowledged: record.acknowledged !== null,
      steps,
    };
  }

  /** Why nobody is alerted about any member; null: somebody is alerted about at least one. */
  #blockOf(record: AlertRecord, now: EpochMs): Block | null {
    const { find, blockOf } = this.#options;
    let first: Block | null = null;
    for (const { endpointId, endedAt } of record.members.values()) {
      if (endedAt !== null) continue;
      const subject = find(endpointId);
      const block = subject === undefined ? null : blockOf(subject, now);
      if (block === null) return null;
      first ??= block;
    }
    return first;
  }

  #do(record: AlertRecord, rule: Course, action: PlannedAction, now: EpochMs): void {
    const age = record.age(this.#options.clock.mono());
    const event = record.severity;
    switch (action.do) {
      case 'wait':
        if (Number.isFinite(action.ms)) this.#planIn(record, Math.max(1, action.ms));
        if (action.hold?.reason === record.held?.reason && action.hold?.name === record.held?.name) return;
        record.held = action.hold;
        if (action.hold !== null) record.note(now, 'held', [action.hold.reason, action.hold.name].join(' ').trim());
        this.#options.store.recordDocument(record.document());
        this.#changed(record);
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
        this.#send(record, this.#channelsSoFar(record, rule), 'changed', 'updated', now);
        return;
      case 'drop':
        this.#close(record, 'dropped', now, []);
        return;
      case 'resolve': {
        const tells = rule.events.includes('up') && !record.isAbandoned;
        this.#close(record, 'resolved', now, tells ? this.#channelsSoFar(record, rule) : []);
        return;
      }
    }
  }

  /** The channels that heard of the alert. */
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
    const known = channels.filter((name) => this.#options.channelId(name) !== undefined);
    record.note(now, what, known.join(', '));
    this.#planSoon(record);
    this.#store(record, this.#deliveries(this.#told(record, now), known, event, now), []);
  }

  #close(record: AlertRecord, state: 'resolved' | 'dropped', now: EpochMs, channels: readonly string[]): void {
    record.state = state;
    record.endedAt = now;
    record.held = null;
    record.note(now, state, channels.join(', '));
    this.#open.delete(record.id);
    this.#due.delete(record);
    this.#unseen.delete(record);
    const members = [...record.members.keys()].map((id) => ({ collection: MEMBERS, id: memberId(record.id, id) }));
    this.#store(record, this.#deliveries(record.view(), channels, 'up', now), members);
  }

  /** What people hear of an alert: without endpoints about which nobody is alerted now. */
  #told(record: AlertRecord, now: EpochMs): Alert {
    const { find, blockOf } = this.#options;
    return record.view(({ endpointId, endedAt }) => {
      const subject = endedAt === null ? find(endpointId) : undefined;
      return subject === undefined || blockOf(subject, now) === null;
    });
  }

  /** The endpoints of an open alert that are in trouble. */
  endpointsOf(id: string): readonly EndpointId[] {
    const members = [...(this.#open.get(id)?.members.values() ?? [])];
    return members.filter(({ endedAt }) => endedAt === null).map(({ endpointId }) => endpointId);
  }

  #deliveries(
    alert: Alert,
    channels: readonly string[],
    event: DeliveryEvent,
    now: EpochMs,
  ): readonly StoredDelivery[] {
    const { channelId, newId = () => crypto.randomUUID() } = this.#options;
    return channels.flatMap((channelName) => {
      const id = channelId(channelName);
      if (id === undefined) return [];
      return [newDelivery(alert, { id: newId(), channelId: id, channelName, event, createdAt: now })];
    });
  }

  /** Stores an alert with its messages in one transaction, then sends them. */
  #store(
    record: AlertRecord,
    deliveries: readonly StoredDelivery[],
    remove: readonly { readonly collection: string; readonly id: string }[],
  ): void {
    const { store, deliver, log } = this.#options;
    this.#changed(record);
    void store
      .saveDocuments([record.document(), ...deliveries.map(deliveryDocument)], remove)
      // People are alerted even if the disk is full.
      .catch((error: unknown) => log('error', 'An alert could not be stored', { alertId: record.id, error }))
      .then(() => deliver(deliveries))
      .catch((error: unknown) =>
        log('error', 'An alert could not be sent because of a bug', { alertId: record.id, error }),
      );
  }

  #changed(record: AlertRecord): Alert {
    this.#options.onChange();
    return record.view();
  }
}

/** What decides how an alert goes on. */
type Course = Pick<RuleConfig, 'after' | 'repeat' | 'steps' | 'hours' | 'channels' | 'events'>;

/** How long after a start an alert from before it waits for a check, which may say that all is well again. */
const FIRST_CHECK_MS = 60_000;

/** For an alert whose rule is gone. */
const ENDED: Course = { after: 0, repeat: null, steps: [], hours: null, channels: [], events: [] };

function keyOf(ruleId: string, endpointId: EndpointId): string {
  return `${ruleId} ${endpointId}`;
}

function means({ events, match }: RuleConfig, { endpoint }: AlertedEndpoint, severity: AlertSeverity): boolean {
  return events.includes(severity) && matches(match, endpoint);
}

function outside(hours: RuleConfig['hours'], now: EpochMs): Block | null {
  return isWithin(hours, now) ? null : { reason: 'hours', name: '', endsIn: untilWithin(hours, now) };
}

function memberOf(
  alertId: string,
  { endpoint, host }: AlertedEndpoint,
  { severity, since, incident, warning }: Condition & { severity: AlertSeverity },
): RecordedMember {
  const { name, kind, group } = endpoint.config;
  return {
    alertId,
    endpointId: endpoint.id,
    name,
    target: endpoint.target,
    kind,
    group,
    host,
    severity,
    incidentId: incident?.id ?? null,
    since,
    cause: incident === null ? warning : summarizeFailure(incident.cause),
    endedAt: null,
    gone: false,
  };
}
