import {
  ALERT_LOG_ENTRIES,
  ALERT_MEMBERS_SHOWN,
  type Acknowledgment,
  type Alert,
  type AlertHold,
  type AlertLogEntry,
  type AlertMember,
  type AlertSeverity,
  type AlertState,
  type AlertTopic,
  type DeliveryEvent,
} from '../../contract/model/alert.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { Due } from '../base/due-queue.ts';
import type { Log } from '../ports.ts';
import { lazyDocument } from '../store/lazy-document.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { StoredDocument } from '../store/store.ts';
import { sharedCause } from './shared-cause.ts';

/** The collections of alerts and of their members in the store. */
export const ALERTS = 'alert';
export const MEMBERS = 'alertMember';

/** A member as it is stored. */
export interface RecordedMember extends AlertMember {
  readonly alertId: string;
  /** The host that the check connects to; may be empty. */
  readonly host: string;
  readonly gone: boolean;
  /** How urgent it is, see `Condition.level`. Absent: an earlier Lookout stored it. */
  readonly level?: number;
}

/** An alert as it is stored, without its members. */
interface StoredAlert extends Alert {
  readonly sentAt: EpochMs | null;
  readonly steps: number;
  readonly changed: boolean;
  /** Absent: an earlier Lookout stored the alert, as is the next. */
  readonly unsaid?: readonly EndpointId[];
  readonly sentTo?: readonly string[];
}

/** An open alert. Its age is measured on the monotonic clock, so that setting the clock changes nothing. */
export class AlertRecord implements Due {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly about: AlertTopic;
  readonly startedAt: EpochMs;
  state: AlertState = 'waiting';
  acknowledged: Acknowledgment | null = null;
  held: AlertHold | null = null;
  /** The age at which people were first alerted; null: nobody was alerted yet. */
  firedAge: Ms | null = null;
  sentAge: Ms | null = null;
  endedAt: EpochMs | null = null;
  /** How many of the rule's steps were taken. */
  steps = 0;
  /** Members joined or recovered since the last message. */
  changed = false;
  readonly members = new Map<EndpointId, RecordedMember>();
  /** The ids of the channels to which its messages were sent; null: an earlier Lookout sent them. */
  sentTo: Set<string> | null = new Set();
  /** Members that no message has named, because alerts about them were held: in a silence, or behind another endpoint. */
  unsaid: ReadonlySet<EndpointId> = new Set();
  /** The `gist` of the last message; null: no message was sent since this start. */
  said: string | null = null;
  /** When it is looked at next, on the monotonic clock; only while it is queued. */
  dueAt: Ms = 0;
  position = -1;
  #active = 0;
  #activeDown = 0;
  #severity: AlertSeverity = 'degraded';
  #log: AlertLogEntry[] = [];
  /** When it began, on the monotonic clock. */
  readonly #beganMono: Ms;

  constructor(
    of: { id: string; ruleId: string; ruleName: string; about?: AlertTopic; startedAt: EpochMs },
    beganMono: Ms,
  ) {
    this.id = of.id;
    this.ruleId = of.ruleId;
    this.ruleName = of.ruleName;
    this.about = of.about ?? 'status';
    this.startedAt = of.startedAt;
    this.#beganMono = beganMono;
  }

  /** An alert that was open when Lookout ended. @param now on both clocks */
  static restore(
    stored: StoredAlert,
    members: readonly RecordedMember[],
    now: { readonly at: EpochMs; readonly mono: Ms },
  ): AlertRecord {
    const { startedAt, firedAt, sentAt } = stored;
    const age = Math.max(0, now.at - startedAt);
    const record = new AlertRecord(stored, now.mono - age);
    record.state = stored.state;
    record.acknowledged = stored.acknowledged;
    record.held = stored.held;
    record.firedAge = firedAt === null ? null : Math.min(age, Math.max(0, firedAt - startedAt));
    record.sentAge = sentAt === null ? null : Math.min(age, Math.max(0, sentAt - startedAt));
    record.steps = stored.steps;
    record.changed = stored.changed;
    record.unsaid = new Set(stored.unsaid);
    record.sentTo = stored.sentTo === undefined && firedAt !== null ? null : new Set(stored.sentTo);
    record.#log = [...stored.log];
    for (const member of members) record.put(member);
    return record;
  }

  /** How many members are still in trouble. */
  get active(): number {
    return this.#active;
  }

  /** The members that are still in trouble. */
  get activeMembers(): readonly RecordedMember[] {
    return [...this.members.values()].filter(({ endedAt }) => endedAt === null);
  }

  /** The severity of the worst member that is in trouble; when none is, the previous one. */
  get severity(): AlertSeverity {
    return this.#severity;
  }

  /** What a message about the trouble is about. */
  get event(): DeliveryEvent {
    if (this.about !== 'status') return this.about;
    return isFlapping(this.activeMembers) ? 'flapping' : this.#severity;
  }

  /** No member recovered: all were paused or removed. */
  get isAbandoned(): boolean {
    return [...this.members.values()].every(({ gone }) => gone);
  }

  age(mono: Ms): Ms {
    return mono - this.#beganMono;
  }

  put(member: RecordedMember): void {
    const before = this.members.get(member.endpointId);
    if (before !== undefined) this.#count(before, -1);
    this.#count(member, 1);
    if (this.#active > 0) this.#severity = this.#activeDown > 0 ? 'down' : 'degraded';
    this.members.set(member.endpointId, member);
  }

  #count({ endedAt, severity }: RecordedMember, change: 1 | -1): void {
    if (endedAt !== null) return;
    this.#active += change;
    if (severity === 'down') this.#activeDown += change;
  }

  /** The variable part of a message about the alert: it differs when a message would say something new. */
  gist(): string {
    const counts = { members: 0, down: 0, degraded: 0, flapping: 0, level: 0 };
    for (const { endpointId, endedAt, severity, flapping, level = 0 } of this.members.values()) {
      if (this.unsaid.has(endpointId)) continue;
      counts.members += 1;
      if (endedAt !== null) continue;
      counts[severity] += 1;
      counts.flapping += flapping === undefined ? 0 : 1;
      counts.level += level;
    }
    return Object.values(counts).join(' ');
  }

  note(at: EpochMs, what: AlertLogEntry['what'], text = ''): void {
    this.#log.push({ at, what, text });
    if (this.#log.length > ALERT_LOG_ENTRIES) this.#log.splice(1, 1);
  }

  /**
   * As pages and messages see it.
   * @param includes which members; default: all
   */
  view(includes: (member: RecordedMember) => boolean = () => true): Alert {
    const { id, ruleId, ruleName, startedAt, state, acknowledged, held, endedAt, firedAge } = this;
    const all = [...this.members.values()].filter(includes);
    const sorted = all.toSorted((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null));
    return {
      id,
      ruleId,
      ruleName,
      ...(this.about === 'status' ? {} : { about: this.about }),
      severity: this.#severity,
      state,
      startedAt,
      firedAt: firedAge === null ? null : startedAt + Math.round(firedAge),
      endedAt,
      members: sorted.slice(0, ALERT_MEMBERS_SHOWN).map(shown),
      memberCount: all.length,
      activeCount: all.filter((member) => member.endedAt === null).length,
      shared: sharedCause(all),
      acknowledged,
      held,
      log: [...this.#log],
    };
  }

  document(): StoredDocument {
    const stored: StoredAlert = {
      ...this.view(),
      sentAt: this.sentAge === null ? null : this.startedAt + Math.round(this.sentAge),
      steps: this.steps,
      changed: this.changed,
      ...(this.unsaid.size === 0 ? {} : { unsaid: [...this.unsaid] }),
      ...(this.sentTo === null ? {} : { sentTo: [...this.sentTo] }),
    };
    const open = this.state === 'waiting' || this.state === 'firing';
    return lazyDocument({ collection: ALERTS, id: this.id, at: this.startedAt, open }, stored);
  }
}

/** Whether all members that are in trouble are flapping. @param active those in trouble */
export function isFlapping(active: readonly AlertMember[]): boolean {
  return active.length > 0 && active.every(({ flapping }) => flapping !== undefined);
}

/** A member as pages see it. */
function shown(member: RecordedMember): AlertMember {
  const { endpointId, name, target, kind, group, severity, incidentId, since, cause, endedAt, gone, flapping } = member;
  const common = { endpointId, name, target, kind, group, severity, incidentId, since, cause, endedAt };
  return { ...common, ...(gone ? { gone } : {}), ...(flapping === undefined ? {} : { flapping }) };
}

export function memberDocument(member: RecordedMember): StoredDocument {
  const { alertId, endpointId, since } = member;
  return lazyDocument({ collection: MEMBERS, id: memberId(alertId, endpointId), at: since, open: true }, member);
}

export function memberId(alertId: string, endpointId: EndpointId): string {
  return `${alertId} ${endpointId}`;
}

/** Only this module writes these documents. @returns undefined: it is damaged */
export function readAlert(document: StoredDocument, log: Log): StoredAlert | undefined {
  return parseDocument(document, log) as StoredAlert | undefined;
}

/** Only this module writes these documents. @returns undefined: it is damaged */
export function readMember(document: StoredDocument, log: Log): RecordedMember | undefined {
  return parseDocument(document, log) as RecordedMember | undefined;
}
