/** Makes the messages of alerts: texts in the language of the person. */
import type { Alert, AlertMember, AlertSeverity, DeliveryEvent } from '../../contract/model/alert.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import type { Texts } from '../../i18n/texts.ts';
import { roundOutage } from '../../shared/duration.ts';
import { isFlapping } from './alert-record.ts';
import type { AlertMessage, MessageFact } from './channel-kind.ts';
import type { StoredDelivery } from './stored-delivery.ts';

/** The most endpoints that a message lists. */
const LISTED = 10;

type Say = Pick<Texts, 'say' | 'failure' | 'cause' | 'message'>;

/** @param now when the message is sent, which may be long after it was made */
export function messageOf({ alert, ...delivery }: StoredDelivery, texts: Say, now: EpochMs): AlertMessage {
  const { event, dedupKey, channelName } = delivery;
  const facts = event === 'test' ? [] : factsOf(alert, event, texts, now);
  const [only] = alert.members;
  return {
    id: alert.id,
    dedupKey,
    event,
    severity: alert.severity,
    resolved: event === 'up',
    at: now,
    startedAt: alert.startedAt,
    endedAt: alert.endedAt,
    title:
      event === 'test' ? texts.say('alert.title.test', { channel: channelName }) : titleOf(alert, delivery, texts, now),
    text:
      event === 'test'
        ? texts.say('alert.text.test')
        : facts.map(({ label, value }) => lineOf(label, value)).join('\n'),
    facts,
    endpoints: alert.members,
    endpointCount: alert.memberCount,
    rule: alert.ruleName,
    url:
      alert.memberCount === 1 && only !== undefined && alert.about !== 'lookout'
        ? `lookout://endpoint/${encodeURIComponent(only.endpointId)}`
        : null,
  };
}

/** An example alert, for testing a channel. */
export function testAlert(id: string, ruleName: string, now: EpochMs): Alert {
  return {
    id,
    ruleId: '',
    ruleName,
    severity: 'down',
    state: 'firing',
    startedAt: now,
    firedAt: now,
    endedAt: null,
    members: [],
    memberCount: 0,
    activeCount: 0,
    shared: null,
    acknowledged: null,
    held: null,
    log: [],
  };
}

function titleOf(alert: Alert, { event, afterwards = false }: About, { say }: Say, now: EpochMs): string {
  const { memberCount: total, activeCount: count, about, members } = alert;
  const [only] = members;
  const name = total === 1 ? (only?.name ?? null) : null;
  const reason = about ?? troubleOf(alert);
  if (event === 'up') {
    const isGone = members.length > 0 && members.every(({ gone }) => gone === true);
    if (isGone) return say('alert.title.gone', { name, total });
    return say(afterwards ? 'alert.title.was' : 'alert.title.up', { name, total, reason, forMs: lastedMs(alert, now) });
  }
  if (event === 'reminder') return say('alert.title.reminder', { name, count, reason, forMs: lastedMs(alert, now) });
  if (event !== 'changed') return say('alert.title.trouble', { name, count, reason });
  // The first is the only one that is still in trouble.
  const one = count === 1 ? (only?.name ?? null) : null;
  return about === undefined
    ? say('alert.title.changed', { name: one, count, total, reason })
    : say('alert.title.trouble', { name: one, count, reason });
}

type About = Pick<StoredDelivery, 'event' | 'afterwards'>;

function troubleOf({ members, severity }: Alert): AlertSeverity | 'flapping' {
  return isFlapping(members.filter(({ endedAt }) => endedAt === null)) ? 'flapping' : severity;
}

/** When the trouble of an alert began: at the first failed check, which was before the alert. */
export function troubleSince({ startedAt }: Pick<Alert, 'startedAt'>, members: readonly AlertMember[]): EpochMs {
  return Math.min(startedAt, ...members.map(({ since }) => since));
}

function lastedMs(alert: Alert, now: EpochMs): number {
  return roundOutage(Math.max(0, (alert.endedAt ?? now) - troubleSince(alert, alert.members)));
}

function factsOf(alert: Alert, event: DeliveryEvent, texts: Say, now: EpochMs): MessageFact[] {
  const { say } = texts;
  const { members, memberCount, shared } = alert;
  const facts: MessageFact[] = [];
  const [only] = members;
  if (memberCount === 1 && only !== undefined) {
    const cause = causeOf(only, texts);
    if (cause !== null) facts.push({ label: say('alert.label.cause'), value: cause });
    if (only.target !== '' && !only.target.includes(only.name))
      facts.push({ label: say('alert.label.target'), value: only.target });
  } else {
    facts.push({ label: say('alert.label.endpoints'), value: listOf(alert, texts) });
    if (shared !== null) {
      const value = shared.by === 'failure' ? texts.cause(shared.value) : shared.value;
      facts.push({ label: say('alert.label.shared'), value: say('alert.shared', { reason: shared.by, value }) });
    }
  }
  const forMs = lastedMs(alert, now);
  facts.push(
    event === 'up'
      ? { label: say('alert.label.lasted'), value: say('alert.lasted', { forMs }) }
      : {
          label: say('alert.label.since'),
          value: say('alert.since', { startedAt: troubleSince(alert, members), forMs }),
        },
  );
  return facts;
}

function listOf({ members, memberCount, about }: Alert, texts: Say): string {
  const lines = members.slice(0, LISTED).map((member) => {
    const ended = member.gone === true ? 'gone' : 'up';
    const trouble = about === undefined ? member.severity : 'topic';
    const reason: AlertSeverity | 'topic' | 'gone' | 'up' = member.endedAt === null ? trouble : ended;
    return texts.say('alert.member', { name: member.name, reason, cause: causeOf(member, texts) });
  });
  const more = memberCount - lines.length;
  return [...lines, ...(more > 0 ? [texts.say('alert.more', { count: more })] : [])].join('\n');
}

function causeOf({ cause, kind, flapping }: AlertMember, texts: Say): string | null {
  if (flapping !== undefined) return texts.say('alert.cause.flapping', { count: flapping });
  return cause === null ? null : texts.failure(cause, kind);
}

/** A value of several lines goes below its label. */
function lineOf(label: string, value: string): string {
  return value.includes('\n') ? `${label}:\n${value}` : `${label}: ${value}`;
}
