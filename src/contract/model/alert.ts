/** Alerts: messages about trouble on their way to people. */
import type { FailureSummary } from './failure.ts';
import type { EndpointId, EpochMs, Ms } from './units.ts';

export type AlertSeverity = 'down' | 'degraded';

/**
 * What an alert is about. `status`: endpoints that are down or degraded. `certificate`, `domain`: they expire soon.
 * `budget`: an objective is being missed. `pattern`: the checks match the pattern of a rule. `noData`: the endpoint
 * cannot be judged. `lookout`: Lookout itself is in trouble.
 */
export type AlertTopic = 'status' | 'certificate' | 'domain' | 'budget' | 'pattern' | 'noData' | 'lookout';

/** One endpoint in an alert. */
export interface AlertMember {
  readonly endpointId: EndpointId;
  readonly name: string;
  readonly target: string;
  readonly kind: string;
  readonly group: string;
  readonly severity: AlertSeverity;
  /** Null: the endpoint is degraded, which is not an incident. */
  readonly incidentId: string | null;
  /** When the trouble began: the first failed check. */
  readonly since: EpochMs;
  /** Null: the endpoint is degraded for a reason that is not a failure, such as a slow answer. */
  readonly cause: FailureSummary | null;
  /** When it recovered, or was paused or removed; null: it is still in trouble. */
  readonly endedAt: EpochMs | null;
  /** How often it had gone down within an hour when it was found to be flapping; absent: it is not. */
  readonly flapping?: number;
  /** True: it did not recover, but was paused or removed, or its rule no longer matches it. Absent: false. */
  readonly gone?: boolean;
  /** Why nobody is alerted about it now. Only in open alerts; absent: nothing stops it. */
  readonly held?: AlertHold;
}

/**
 * `waiting`: the trouble is not old enough for its rule, or something holds the alert. `firing`: people were alerted.
 * `resolved`: all is well again. `dropped`: all was well again before anybody was alerted.
 */
export type AlertState = 'waiting' | 'firing' | 'resolved' | 'dropped';

/**
 * Why a waiting alert is not sent. `name`: the reason of the silence, the name of the maintenance window, or the name
 * of the parent that is down; may be empty.
 */
export interface AlertHold {
  readonly reason: 'silence' | 'hours' | 'maintenance' | 'dependency';
  readonly name: string;
}

export interface Acknowledgment {
  readonly at: EpochMs;
  /** The name that the person gave; may be empty. */
  readonly by: string;
  readonly note: string;
  /** When it ends, and people are alerted again; absent or null: with the alert. */
  readonly until?: EpochMs | null;
}

/** Something that the endpoints of an alert have in common. */
export interface SharedCause {
  readonly by: 'host' | 'group' | 'failure';
  readonly value: string;
}

/** An event of an alert. `text`: a note, or the names of channels. */
export interface AlertLogEntry {
  readonly at: EpochMs;
  readonly what:
    | 'began'
    | 'held'
    | 'sent'
    | 'escalated'
    | 'reminded'
    | 'updated'
    | 'acknowledged'
    | 'acknowledgmentEnded'
    | 'commented'
    | 'resolved'
    | 'dropped';
  readonly text: string;
}

/** The most members that a page gets of an alert. */
export const ALERT_MEMBERS_SHOWN = 50;
/** The most entries that the log of an alert keeps; the oldest go, except the first. */
export const ALERT_LOG_ENTRIES = 100;

export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  /** Absent: `status`. */
  readonly about?: AlertTopic;
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  readonly startedAt: EpochMs;
  /** When people were first alerted; null: not yet. */
  readonly firedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** The first `ALERT_MEMBERS_SHOWN`, those in trouble first. */
  readonly members: readonly AlertMember[];
  readonly memberCount: number;
  /** How many are still in trouble. */
  readonly activeCount: number;
  readonly shared: SharedCause | null;
  readonly acknowledged: Acknowledgment | null;
  readonly held: AlertHold | null;
  /** Oldest first. */
  readonly log: readonly AlertLogEntry[];
}

/** What a message reports: trouble, a change of it, a reminder, recovery, or that a channel works. */
export type DeliveryEvent =
  | 'down'
  | 'degraded'
  | 'flapping'
  | Exclude<AlertTopic, 'status'>
  | 'changed'
  | 'reminder'
  | 'up'
  | 'test';

/** The result of an attempt to send a message. */
export interface SendResult {
  /** `retry`: another attempt may succeed. `final`: none will, because the channel refuses the message or the credentials. */
  readonly outcome: 'delivered' | 'retry' | 'final';
  /** The answer of the service, without secrets; at most 500 characters. */
  readonly answer: string;
  /** How long the service asks to wait before the next attempt; absent: it does not say. */
  readonly afterMs?: Ms;
}

export interface DeliveryTry {
  readonly at: EpochMs;
  readonly tookMs: Ms;
  readonly outcome: SendResult['outcome'];
  readonly answer: string;
}

/** `superseded`: a later message about the same alert took its place before it was sent. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'superseded';

/** The most attempts that a delivery keeps; the first one stays. */
export const DELIVERY_TRIES = 20;

/** A message to one channel. */
export interface Delivery {
  readonly id: string;
  /** The same for every attempt, so that the receiver can recognize a repeated message. */
  readonly dedupKey: string;
  readonly alertId: string;
  readonly channelId: string;
  readonly channelName: string;
  readonly event: DeliveryEvent;
  /** True: the trouble was not reported before, so this message says what it was. Absent: false. */
  readonly afterwards?: boolean;
  readonly createdAt: EpochMs;
  readonly state: DeliveryState;
  /** When the next attempt begins; null: there is none. */
  readonly nextAt: EpochMs | null;
  readonly tries: readonly DeliveryTry[];
  /** The number of attempts. */
  readonly tryCount: number;
}
