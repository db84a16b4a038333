import type { AlertMember, SharedCause } from '../../contract/model/alert.ts';

/** This share of the members must have something in common for an alert to name it. */
const SHARE = 0.8;

/** A member, and the host that its check connects to; empty: there is none. */
export interface CausedMember extends Pick<AlertMember, 'group' | 'cause'> {
  readonly host: string;
}

/**
 * What most members have in common, the most specific first: the host, the group, the failure. Pure.
 * @returns null: nothing, or there is only one member
 */
export function sharedCause(members: readonly CausedMember[]): SharedCause | null {
  if (members.length < 2) return null;
  return (
    most(members, 'host', ({ host }) => host) ??
    most(members, 'group', ({ group }) => group) ??
    most(members, 'failure', ({ cause }) => cause?.code ?? '')
  );
}

function most(
  members: readonly CausedMember[],
  by: SharedCause['by'],
  valueOf: (member: CausedMember) => string,
): SharedCause | null {
  const counts = new Map<string, number>();
  for (const member of members) {
    const value = valueOf(member);
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const [value, count] of counts) if (count >= SHARE * members.length && count > 1) return { by, value };
  return null;
}
