import { useMemo, useState } from 'react';
import type { Endpoint, Status } from '../../../contract/model/endpoint.ts';
import { formatCount } from '../../format.ts';
import { useAllEndpoints } from '../../live/hooks.ts';
import {
  actionEntry,
  endpointActionEntry,
  endpointEntry,
  verbEntries,
  type ActionEntry,
  type EndpointEntry,
  type Entry,
} from './entries.ts';
import { getRecent } from './recent.ts';
import { search } from './search.ts';
import type { PaletteActions } from './use-palette-actions.ts';

/** The most rows to show. */
const SHOWN = 50;
/** The maximum number of commands among them for a typed text, to leave room for endpoints. */
const SHOWN_ACTIONS = 12;
/** The maximum number of actions found by a verb and a name. */
const SHOWN_VERBS = 6;
/** The number of recent entries to show before anything is typed. */
const SHOWN_RECENT = 5;
const SHOWN_BAD = 5;

export interface Found {
  readonly groups: readonly { readonly title: string; readonly entries: readonly Entry[] }[];
  /** The number of found endpoints as text, if not all are listed. */
  readonly total: string;
}

/** @param of list the actions on this endpoint only; null: commands and endpoints */
export function useFound(text: string, of: Endpoint | null, { actions, actionsOf }: PaletteActions): Found {
  const all = useAllEndpoints();
  // Read once when the palette opens, so that rows do not move while it is open.
  const [used] = useState(getRecent);
  const actionEntries = useMemo(() => actions.map(actionEntry), [actions]);
  const endpointEntries = useMemo(() => [...all.values()].map(endpointEntry), [all]);
  return useMemo(() => {
    const view = of === null ? undefined : all.get(of.id);
    if (view !== undefined) return foundActions(text, endpointEntry(view), actionsOf);
    if (text.trim() === '') return startingList(endpointEntries, actionEntries, used);
    const verbs = verbEntries(text, endpointEntries, actionsOf, SHOWN_VERBS);
    const { best } = search(actionEntries, text, used, SHOWN_ACTIONS);
    const room = SHOWN - best.length - verbs.length;
    const { best: endpoints, total } = search(endpointEntries, text, used, room);
    return {
      groups: [
        { title: 'Commands', entries: [...verbs, ...best] },
        { title: 'Endpoints', entries: endpoints },
      ],
      total: total > endpoints.length ? `${formatCount(endpoints.length)} of ${formatCount(total)} endpoints` : '',
    };
  }, [of, all, actionEntries, endpointEntries, actionsOf, used, text]);
}

function foundActions(text: string, entry: EndpointEntry, actionsOf: PaletteActions['actionsOf']): Found {
  const entries = actionsOf(entry.endpoint).map((action) => endpointActionEntry(entry, action));
  return { groups: [{ title: 'Actions', entries: search(entries, text, [], SHOWN).best }], total: '' };
}

function startingList(
  endpoints: readonly EndpointEntry[],
  actions: readonly ActionEntry[],
  used: readonly string[],
): Found {
  const byId = new Map<string, Entry>([...endpoints, ...actions].map((entry) => [entry.id, entry]));
  const recent = used.flatMap((id) => byId.get(id) ?? []).slice(0, SHOWN_RECENT);
  const isRecent = new Set(recent.map(({ id }) => id));
  const others = actions.filter(({ id }) => !isRecent.has(id) && !id.startsWith('settings-'));
  const isBad = (status: Status) => status === 'down' || status === 'degraded';
  const bad = endpoints.filter(({ id, status }) => isBad(status) && !isRecent.has(id));
  bad.sort((a, b) => Number(b.status === 'down') - Number(a.status === 'down'));
  return {
    groups: [
      { title: 'Recent', entries: recent },
      { title: 'Need attention', entries: bad.slice(0, SHOWN_BAD) },
      { title: 'Commands', entries: others },
    ],
    total: `${formatCount(endpoints.length)} endpoints`,
  };
}
