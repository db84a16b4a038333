/** Filters the alerts of the page by state and by words. Pure. */
import type { Alert } from '../../../contract/model/alert.ts';

/** `silenced`: held by a silence or by planned work. `held`: for another reason, such as behind an endpoint that is down. */
export type AlertGroup = 'firing' | 'acknowledged' | 'silenced' | 'held' | 'waiting' | 'ended';

export const ALERT_GROUPS: readonly { readonly value: AlertGroup; readonly label: string }[] = [
  { value: 'firing', label: 'Firing' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'silenced', label: 'Silenced' },
  { value: 'held', label: 'Held' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'ended', label: 'Ended' },
];

export function groupOf({ state, acknowledged, held }: Alert): AlertGroup {
  if (state === 'resolved' || state === 'dropped') return 'ended';
  if (held !== null) return held.reason === 'silence' || held.reason === 'maintenance' ? 'silenced' : 'held';
  if (state === 'waiting') return 'waiting';
  return acknowledged === null ? 'firing' : 'acknowledged';
}

/**
 * Whether each word of a search is in the name, target, group or cause of an endpoint, in the rule, in a note, or in the name of the source.
 * @param source empty: there is only this Lookout
 */
export function isFound(alert: Alert, search: string, source: string): boolean {
  const { ruleName, members, acknowledged, log, shared } = alert;
  const texts = [
    ruleName,
    source,
    shared?.value ?? '',
    acknowledged?.by ?? '',
    ...members.flatMap(({ name, target, group, cause }) => [
      name,
      target,
      group,
      cause?.code ?? '',
      cause?.message ?? '',
    ]),
    ...log.filter(({ what }) => what === 'commented' || what === 'acknowledged').map(({ text }) => text),
  ];
  const all = texts.join('\n').toLowerCase();
  const words = search.toLowerCase().split(/\s+/u);
  return words.every((word) => all.includes(word));
}
