/** Which endpoints of an alert people are alerted about. */
import type { Alert } from '../../contract/model/alert.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import type { AlertRecord } from './alert-record.ts';
import type { AlertedEndpoint, Block } from './alerted-endpoint.ts';

export interface Subjects {
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  /** Why alerts about an endpoint are held now; null: nothing holds them. */
  readonly blockOf: (subject: AlertedEndpoint, now: EpochMs) => Block | null;
}

/** Why alerts about all members are held; null: people are alerted about at least one. */
export function blockOfAll(record: AlertRecord, { find, blockOf }: Subjects, now: EpochMs): Block | null {
  let first: Block | null = null;
  for (const { endpointId } of record.activeMembers) {
    const subject = find(endpointId);
    const block = subject === undefined ? null : blockOf(subject, now);
    if (block === null) return null;
    first ??= block;
  }
  return first;
}

/**
 * The alert as messages report it: without endpoints whose alerts are held now, and without those that recovered before
 * an alert was sent. `record.unsaid` then contains them.
 */
export function reportedAlert(record: AlertRecord, { find, blockOf }: Subjects, now: EpochMs): Alert {
  const unsaid = new Set<EndpointId>();
  for (const { endpointId, endedAt } of record.members.values()) {
    const subject = endedAt === null ? find(endpointId) : undefined;
    const isBlocked = subject !== undefined && blockOf(subject, now) !== null;
    if (isBlocked || (endedAt !== null && record.unsaid.has(endpointId))) unsaid.add(endpointId);
  }
  record.unsaid = unsaid;
  return record.view(({ endpointId }) => !unsaid.has(endpointId));
}
