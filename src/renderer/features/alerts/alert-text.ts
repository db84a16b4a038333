/** Describes alerts in words. Pure. */
import type { Alert, AlertHold, AlertLogEntry, AlertTopic } from '../../../contract/model/alert.ts';
import { formatCount } from '../../format.ts';

/** `Shop`, or `3 endpoints in group Production`. */
export function alertTitle({ members, memberCount, shared }: Alert): string {
  const [only] = members;
  if (memberCount === 1 && only !== undefined) return only.name;
  const count = `${formatCount(memberCount)} endpoints`;
  if (shared === null || shared.by === 'failure') return count;
  return shared.by === 'host' ? `${count} on ${shared.value}` : `${count} in group ${shared.value}`;
}

const TOPICS: Readonly<Record<Exclude<AlertTopic, 'status'>, string>> = {
  certificate: 'Expires soon',
  domain: 'Expires soon',
  budget: 'Error budget',
  pattern: 'Pattern',
  noData: 'No data',
  lookout: 'In trouble',
};

const HOLDS: Readonly<Record<AlertHold['reason'], string>> = {
  silence: 'Silenced',
  maintenance: 'Maintenance',
  hours: 'Held',
  dependency: 'Held',
};

export function stateText({ state, held, severity, acknowledged, about = 'status', members }: Alert): string {
  if (state === 'resolved') return 'Resolved';
  if (state === 'dropped') return 'Not sent';
  if (state === 'waiting') return held === null ? 'Waiting' : HOLDS[held.reason];
  if (acknowledged !== null) return 'Acknowledged';
  if (about !== 'status') return TOPICS[about];
  if (members.some(({ flapping, endedAt }) => flapping !== undefined && endedAt === null)) return 'Flapping';
  return severity === 'down' ? 'Down' : 'Degraded';
}

/** Why an alert is not sent; null: nothing holds it. */
export function heldText(held: AlertHold | null): string | null {
  if (held === null) return null;
  const { reason, name } = held;
  switch (reason) {
    case 'silence':
      return name === '' ? 'Silenced' : `Silenced: ${name}`;
    case 'hours':
      return 'Waiting for the hours of its rule';
    case 'maintenance':
      return `In maintenance: ${name}`;
    case 'dependency':
      return `Behind ${name}`;
    default:
      return reason satisfies never;
  }
}

export function logText({ what, text }: AlertLogEntry): string {
  switch (what) {
    case 'began':
      return 'Problem began';
    case 'held':
      return `Held (${text})`;
    case 'sent':
      return text === '' ? 'Due, but the rule has no channels' : `Sent to ${text}`;
    case 'escalated':
      return `Escalated to ${text}`;
    case 'reminded':
      return `Reminded ${text}`;
    case 'updated':
      return `Sent the update to ${text}`;
    case 'acknowledged':
      return text === '' ? 'Acknowledged' : `Acknowledged: ${text}`;
    case 'acknowledgmentEnded':
      return 'The acknowledgment has ended';
    case 'commented':
      return text;
    case 'resolved':
      return text === '' ? 'Resolved' : `Resolved; sent to ${text}`;
    case 'dropped':
      return 'Ended before it was due';
    default:
      return what satisfies never;
  }
}
