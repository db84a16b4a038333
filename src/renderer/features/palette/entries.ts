/** The entries of the palette: endpoints and commands that can be searched. */
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Endpoint, Status } from '../../../contract/model/endpoint.ts';
import type { PaletteAction } from './actions.ts';
import type { EndpointAction } from './endpoint-actions.ts';
import { search, type Searchable } from './search.ts';

export interface EndpointEntry extends Searchable {
  readonly type: 'endpoint';
  readonly endpoint: Endpoint;
  readonly status: Status;
}

export interface ActionEntry extends Searchable {
  readonly type: 'action';
  readonly action: PaletteAction;
  /** The endpoint that is remembered as used when this is chosen; absent: the action itself is. */
  readonly usedId?: string;
}

export type Entry = EndpointEntry | ActionEntry;

/** Built once for each version of an endpoint and its status, and its text to search with it. */
const entries = new WeakMap<Endpoint, EndpointEntry>();

export function endpointEntry({ endpoint, state: { status } }: EndpointView): EndpointEntry {
  const known = entries.get(endpoint);
  if (known?.status === status) return known;
  const { name, group, tags, kind } = endpoint.config;
  const more = [endpoint.target, group, kind, ...tags].join(' ');
  const entry: EndpointEntry = { type: 'endpoint', id: `endpoint:${endpoint.id}`, label: name, more, endpoint, status };
  entries.set(endpoint, entry);
  return entry;
}

export function actionEntry(action: PaletteAction): ActionEntry {
  return { ...action, type: 'action', action };
}

/** An action on an endpoint, under a label that names the endpoint. */
export function endpointActionEntry({ endpoint, id: usedId }: EndpointEntry, action: EndpointAction): ActionEntry {
  const { icon, run, shortcut, words } = action;
  const id = `${action.id}:${endpoint.id}`;
  const label = action.label(endpoint.config.name);
  const shown: PaletteAction = { id, label, icon, run, more: words, ...(shortcut === undefined ? {} : { shortcut }) };
  return { id, label, more: words, type: 'action', action: shown, usedId };
}

/**
 * Actions for a text that begins with a verb, such as `pause shop`: on the endpoints that match the other words. @param
 * actionsOf returns the actions on an endpoint @param limit the maximum number
 */
export function verbEntries(
  text: string,
  endpoints: readonly EndpointEntry[],
  actionsOf: (endpoint: Endpoint) => readonly EndpointAction[],
  limit: number,
): readonly ActionEntry[] {
  const [verb = '', ...others] = text.toLowerCase().trim().split(/\s+/u);
  if (verb.length < 2 || others.length === 0) return [];
  const means = ({ words }: EndpointAction) => (words.split(' ')[0] ?? '').startsWith(verb);
  const [sample] = endpoints;
  // Most texts do not begin with a verb and need no search.
  if (sample === undefined || !VERBS.some((one) => one.startsWith(verb))) return [];
  const { best } = search(endpoints, others.join(' '), [], limit);
  return best
    .flatMap((entry) =>
      actionsOf(entry.endpoint)
        .filter(means)
        .map((action) => endpointActionEntry(entry, action)),
    )
    .slice(0, limit);
}

const VERBS = ['open', 'check', 'resume', 'pause', 'edit', 'clone', 'copy', 'delete'];
