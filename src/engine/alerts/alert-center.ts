import type { Acknowledgment, Alert, AlertMember, AlertTopic } from '../../contract/model/alert.ts';
import type { AlertRule } from '../../contract/model/alert-rule.ts';
import type { EndpointId, Ms } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import type { Store } from '../store/store.ts';
import {
  ALERTS,
  AlertRecord,
  memberDocument,
  MEMBERS,
  readAlert,
  readMember,
  type RecordedMember,
} from './alert-record.ts';
import { AlertRunner, type AlertRunnerOptions } from './alert-runner.ts';
import { forRule, means } from './alert-conditions.ts';
import {
  lookoutItself,
  memberOf,
  outside,
  type AlertedEndpoint,
  type Condition,
  type Trouble,
} from './alerted-endpoint.ts';
import { LastConditions } from './last-conditions.ts';
import { GROUP_WAIT_MS, JOIN_WITHIN_MS, LOOK_AGAIN_MS } from './plan.ts';

/**
 * How often held alerts are checked at most: checks end all the time, and checking a large alert checks all of its
 * members.
 */
const HELD_LOOK_MS = 1_000;

export interface AlertCenterOptions extends Omit<
  AlertRunnerOptions,
  'store' | 'isKnown' | 'onClosed' | 'newId' | 'hoursLookMs'
> {
  readonly store: Pick<Store, 'recordDocument' | 'saveDocuments' | 'documents'>;
  readonly newId?: () => string;
  /**
   * How often an alert that is over, and waits only for the hours of its rule, is looked at. Default: every 30 seconds,
   * because the clock may be set.
   */
  readonly hoursLookMs?: Ms;
}

/**
 * Turns trouble of endpoints into alerts, and alerts into messages for channels, as the rules say. What is needed after
 * a restart is stored together with the incident that caused it.
 */
export class AlertCenter {
  readonly #options: Required<AlertCenterOptions>;
  readonly #open = new Map<string, AlertRecord>();
  /** Which open alert has which endpoint in trouble, by rule and endpoint. */
  readonly #alertOf = new Map<string, AlertRecord>();
  readonly #conditions = new LastConditions();
  readonly #runner: AlertRunner;

  constructor(options: AlertCenterOptions) {
    const { newId = () => crypto.randomUUID(), hoursLookMs = LOOK_AGAIN_MS } = options;
    this.#options = { ...options, newId, hoursLookMs };
    this.#runner = new AlertRunner({
      ...this.#options,
      isKnown: (id) => this.#conditions.isKnown(id),
      onClosed: ({ id }) => this.#open.delete(id),
    });
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
    for (const stored of alerts.flatMap((document) => readAlert(document, log) ?? [])) {
      const record = AlertRecord.restore(stored, byAlert.get(stored.id) ?? [], now);
      this.#open.set(record.id, record);
      for (const { endpointId } of record.activeMembers) {
        this.#alertOf.set(keyOf(record.ruleId, record.about, endpointId), record);
      }
      this.#runner.restore(record);
    }
  }

  /** The alerts that wait or fire, newest first. @param includes by the members in trouble; default: all alerts */
  list(includes: (active: readonly AlertMember[]) => boolean = () => true): Alert[] {
    const records = [...this.#open.values()].filter(({ activeMembers }) => includes(activeMembers));
    return records.map((record) => record.view()).toSorted((a, b) => b.startedAt - a.startedAt);
  }

  /** A check has ended. Called in the turn in which its incident is recorded. */
  checked(subject: AlertedEndpoint, condition: Condition): void {
    if (this.#conditions.record(subject.endpoint.id, condition)) this.#apply(subject, condition);
    this.#lookAtHeld();
  }

  /**
   * An alert that is held behind another endpoint can be released by a check of that one, or of the endpoint itself.
   */
  #lookAtHeld(): void {
    for (const record of this.#open.values())
      if (record.held?.reason === 'dependency') this.#runner.lookIn(record, HELD_LOOK_MS);
  }

  /** An endpoint was changed, paused, resumed or removed: what was known about it is out of date. */
  forget(id: EndpointId): void {
    this.#conditions.forget(id);
    const subject = this.#options.find(id);
    if (subject !== undefined && !subject.endpoint.paused) return;
    for (const record of this.#open.values()) this.#end(record, id, true);
  }

  /** Rules, silences or channels were changed. */
  rulesChanged(): void {
    const rules = new Map(this.#options.rules().map((rule) => [rule.id, rule]));
    for (const record of this.#open.values()) {
      const rule = rules.get(record.ruleId);
      for (const { endpointId } of record.activeMembers) {
        if (!this.#isStillMeant(record, rule, endpointId)) this.#end(record, endpointId, true);
      }
      this.#runner.lookIn(record, 0);
    }
    for (const { id, condition } of this.#conditions.inTrouble()) {
      const subject = this.#subjectOf(condition.about, id);
      if (subject !== undefined) this.#apply(subject, condition);
    }
  }

  /** The endpoints in open alerts about a topic. */
  endpointsAbout(about: AlertTopic): readonly EndpointId[] {
    const records = [...this.#open.values()].filter((record) => record.about === about);
    return records.flatMap(({ activeMembers }) => activeMembers.map(({ endpointId }) => endpointId));
  }

  /** The endpoints that were flapping when Lookout ended. */
  flapping(): readonly { readonly id: EndpointId; readonly downs: number }[] {
    const members = [...this.#open.values()].flatMap(({ activeMembers }) => activeMembers);
    return members.flatMap(({ endpointId, flapping }) =>
      flapping === undefined ? [] : [{ id: endpointId, downs: flapping }],
    );
  }

  /** Whether the last known condition is trouble. */
  isInTrouble(about: AlertTopic, id: EndpointId): boolean {
    return this.#conditions.isInTrouble(about, id);
  }

  #isStillMeant({ about }: AlertRecord, rule: AlertRule | undefined, id: EndpointId): boolean {
    if (rule === undefined) return false;
    if (about !== 'status' && !rule.config.events.includes(about)) return false;
    if (about === 'lookout') return true;
    const subject = this.#options.find(id);
    return subject !== undefined && matches(rule.config.match, subject.endpoint);
  }

  #subjectOf(about: AlertTopic, id: EndpointId): AlertedEndpoint | undefined {
    return about === 'lookout' ? lookoutItself(id) : this.#options.find(id);
  }

  /** @returns those that are open */
  async acknowledge(
    ids: readonly string[],
    { by, note, until }: Omit<Required<Acknowledgment>, 'at'>,
  ): Promise<Alert[]> {
    const records = ids.flatMap((id) => this.#open.get(id) ?? []);
    const at = this.#options.clock.now();
    for (const record of records) {
      record.acknowledged = { at, by, note, ...(until === null ? {} : { until }) };
      record.note(at, 'acknowledged', [by, note].filter((text) => text !== '').join(': '));
    }
    for (const record of records) this.#runner.lookIn(record, 0);
    await this.#options.store.saveDocuments(records.map((record) => record.document()));
    if (records.length > 0) this.#options.onChange();
    return records.map((record) => record.view());
  }

  /** @returns undefined: there is no such open alert */
  async comment(id: string, by: string, note: string): Promise<Alert | undefined> {
    const record = this.#open.get(id);
    if (record === undefined) return undefined;
    record.note(this.#options.clock.now(), 'commented', by === '' ? note : `${by}: ${note}`);
    await this.#options.store.saveDocuments([record.document()]);
    this.#options.onChange();
    return record.view();
  }

  /** The incidents of the endpoints of an open alert that are in trouble. */
  incidentsOf(id: string): readonly { readonly endpointId: EndpointId; readonly incidentId: string }[] {
    const members = this.#open.get(id)?.activeMembers ?? [];
    return members.flatMap(({ endpointId, incidentId }) => (incidentId === null ? [] : [{ endpointId, incidentId }]));
  }

  /** The endpoints of an open alert that are in trouble. */
  endpointsOf(id: string): readonly EndpointId[] {
    return (this.#open.get(id)?.activeMembers ?? []).map(({ endpointId }) => endpointId);
  }

  stop(): void {
    this.#runner.stop();
  }

  #apply(subject: AlertedEndpoint, general: Condition): void {
    const { endpoint } = subject;
    const now = this.#options.clock.now();
    for (const rule of this.#options.rules()) {
      const record = this.#alertOf.get(keyOf(rule.id, general.about, endpoint.id));
      const condition = forRule(general, rule.config, now, record !== undefined);
      const { severity } = condition;
      if (record === undefined) {
        if (severity !== null && means(rule.config, subject, condition))
          this.#join(rule, subject, { ...condition, severity });
      } else if (severity === null) this.#end(record, endpoint.id, false);
      // It is still in trouble, but of a kind that begins no alert of this rule. It has not recovered.
      else if (this.#isStillMeant(record, rule, endpoint.id)) this.#worsen(record, subject, { ...condition, severity });
      else this.#end(record, endpoint.id, true);
    }
    // Alerts of rules that no longer exist end in `rulesChanged`.
  }

  #join(rule: AlertRule, subject: AlertedEndpoint, condition: Trouble): void {
    const { clock, store, newId } = this.#options;
    const now = clock.now();
    const mono = clock.mono();
    let record = [...this.#open.values()].find(
      (open) => open.ruleId === rule.id && open.about === condition.about && this.#takes(open, rule, subject, mono),
    );
    const isNew = record === undefined;
    if (record === undefined) {
      const { about } = condition;
      record = new AlertRecord(
        { id: newId(), ruleId: rule.id, ruleName: rule.config.name, about, startedAt: now },
        mono,
      );
      record.note(now, 'began');
      this.#open.set(record.id, record);
    } else record.changed = record.state === 'firing';
    const member = memberOf(record.id, subject, condition);
    record.put(member);
    this.#alertOf.set(keyOf(rule.id, record.about, subject.endpoint.id), record);
    store.recordDocument(memberDocument(member));
    if (isNew) store.recordDocument(record.document());
    if (isNew || record.state === 'firing') this.#runner.lookIn(record, isNew ? GROUP_WAIT_MS : 0);
    if (isNew) this.#options.onChange();
  }

  /** Whether another endpoint belongs to an alert: it fails soon after the others, or is held for the same reason. */
  #takes(record: AlertRecord, { config }: AlertRule, subject: AlertedEndpoint, mono: Ms): boolean {
    // Trouble that ended while it was held outside the hours of its rule is sent together with the next.
    if (record.active === 0 && record.held?.reason !== 'hours') return false;
    if (record.held === null) return record.age(mono) <= JOIN_WITHIN_MS;
    const now = this.#options.clock.now();
    const block = this.#options.blockOf(subject, now) ?? outside(config.hours, now, LOOK_AGAIN_MS);
    return block?.reason === record.held.reason;
  }

  /** The endpoint was in trouble before, of another severity. */
  #worsen(record: AlertRecord, subject: AlertedEndpoint, condition: Trouble): void {
    const before = record.members.get(subject.endpoint.id);
    // After a restart, or after another edit: the trouble is not new, but now its details are known.
    const { flapping = null, level = 0 } = condition;
    const isSame =
      before?.severity === condition.severity &&
      (before.flapping ?? null) === flapping &&
      (before.level ?? 0) === level;
    if (isSame) return this.#runner.lookIn(record, 0);
    const member = { ...memberOf(record.id, subject, condition), since: before?.since ?? condition.since };
    record.put(member);
    record.changed = record.state === 'firing';
    this.#options.store.recordDocument(memberDocument(member));
    this.#runner.lookIn(record, 0);
  }

  /** @param gone it did not recover */
  #end(record: AlertRecord, id: EndpointId, gone: boolean): void {
    const member = record.members.get(id);
    if (member === undefined || member.endedAt !== null) return;
    const ended: RecordedMember = { ...member, endedAt: this.#options.clock.now(), gone };
    record.put(ended);
    record.changed = record.state === 'firing';
    this.#alertOf.delete(keyOf(record.ruleId, record.about, id));
    this.#options.store.recordDocument(memberDocument(ended));
    this.#runner.lookIn(record, 0);
  }
}

function keyOf(ruleId: string, about: AlertTopic, endpointId: EndpointId): string {
  return `${ruleId} ${about} ${endpointId}`;
}
