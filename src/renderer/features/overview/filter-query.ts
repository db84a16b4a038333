/**
 * The text of the filter: words, and terms such as `tag:prod`, `status:down`, `kind:http`, `group:"Web shop"` and `source:Berlin`. Pure.
 */
import type { Endpoint, Status } from '../../../contract/model/endpoint.ts';
import type { SourceId } from '../../../contract/model/source.ts';
import { sourceOf } from '../../../shared/endpoint-id.ts';
import { STATUS_ORDER } from '../../components/status-order.ts';

export const FILTER_FIELDS = ['tag', 'status', 'kind', 'group', 'source'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** The value of a term, in lower case. */
export interface FilterValue {
  readonly text: string;
  /** It was in quotes, so it is the whole value and not the beginning of one. */
  readonly exact: boolean;
}

export interface FilterQuery {
  /** In lower case; all must match. */
  readonly words: readonly string[];
  readonly terms: Readonly<Record<FilterField, readonly FilterValue[]>>;
}

/** `field:"a b"`, `field:value`, `"a b"` or `word`. An unclosed quote extends to the end. */
const TOKEN = /(?<empty>[a-z]+:)(?=\s|$)|(?:(?<field>[a-z]+):)?(?:"(?<quoted>[^"]*)(?:"|$)|(?<bare>[^\s"]+))/giu;

/** An unknown field, as in `db:5432`, is a word like any other. A field without a value is ignored. */
export function parseFilter(text: string): FilterQuery {
  const words: string[] = [];
  const terms: Record<FilterField, FilterValue[]> = { tag: [], status: [], kind: [], group: [], source: [] };
  for (const { groups = {} } of text.toLowerCase().matchAll(TOKEN)) {
    const { field, quoted, bare, empty } = groups;
    const known = FILTER_FIELDS.find((one) => one === (field ?? empty?.slice(0, -1)));
    const value = quoted?.trim() ?? bare ?? '';
    if (known === undefined)
      words.push(...[empty ?? (field === undefined ? value : `${field}:${value}`)].filter(Boolean));
    else if (value !== '') terms[known].push({ text: value, exact: quoted !== undefined });
  }
  return { words, terms };
}

/** The names that terms can match. */
export interface FilterNames {
  readonly tags: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** The names of the sources by their ids, in lower case; empty: there is only one. */
  readonly sources: ReadonlyMap<SourceId, string>;
}

export interface FilterTest {
  /** Whether words, tags, kinds, groups and sources match. */
  readonly endpoint: (endpoint: Endpoint) => boolean;
  /** The statuses in the text; null: there are none. */
  readonly statuses: ReadonlySet<Status> | null;
}

/**
 * A value that is a whole name means that name. Otherwise it means all names that begin with it, so rows stay visible
 * while someone types. An endpoint must have all tags, and one of the kinds, groups, sources and statuses.
 */
export function compileFilter({ words, terms }: FilterQuery, names: FilterNames): FilterTest {
  const tags = terms.tag.map((value) => matcherOf(value, names.tags));
  const kinds = terms.kind.map((value) => matcherOf(value, names.kinds));
  const groups = terms.group.map((value) => matcherOf(value, names.groups));
  const sourceNames = new Set(names.sources.values());
  const sources = terms.source.map((value) => matcherOf(value, sourceNames));
  const nameOf = ({ id }: Endpoint): string => names.sources.get(sourceOf(id)) ?? '';
  return {
    endpoint: (endpoint) => {
      const { config } = endpoint;
      return (
        tags.every((matches) => config.tags.some((tag) => matches(tag.toLowerCase()))) &&
        (kinds.length === 0 || kinds.some((matches) => matches(config.kind))) &&
        (groups.length === 0 || groups.some((matches) => matches(config.group.toLowerCase()))) &&
        (sources.length === 0 || sources.some((matches) => matches(nameOf(endpoint)))) &&
        words.every((word) => haystackOf(endpoint).includes(word))
      );
    },
    statuses: terms.status.length === 0 ? null : statusesOf(terms.status),
  };
}

function statusesOf(values: readonly FilterValue[]): ReadonlySet<Status> {
  const names = new Set<string>(STATUS_ORDER);
  const matchers = values.map((value) => matcherOf(value, names));
  return new Set(STATUS_ORDER.filter((status) => matchers.some((matches) => matches(status))));
}

/** @param names in lower case */
function matcherOf({ text, exact }: FilterValue, names: ReadonlySet<string>): (name: string) => boolean {
  return exact || names.has(text) ? (name) => name === text : (name) => name.startsWith(text);
}

/** Lower-case text to search, built once for each version of an endpoint. */
const haystacks = new WeakMap<Endpoint, string>();

function haystackOf(endpoint: Endpoint): string {
  let haystack = haystacks.get(endpoint);
  if (haystack === undefined) {
    const { name, group, tags, kind } = endpoint.config;
    haystack = [name, endpoint.target, group, kind, ...tags].join('\n').toLowerCase();
    haystacks.set(endpoint, haystack);
  }
  return haystack;
}

/**
 * The term for exactly this value, such as `tag:"prod"`. Quotes in the value are removed, because the filter cannot
 * escape them.
 */
export function filterTerm(field: FilterField, value: string): string {
  return `${field}:"${value.replaceAll('"', '')}"`;
}

/** Adds the term to the text, or removes it when it is there. */
export function toggleTerm(text: string, field: FilterField, value: string): string {
  const term = filterTerm(field, value);
  const at = text.toLowerCase().indexOf(term.toLowerCase());
  const rest = at === -1 ? text : text.slice(0, at) + text.slice(at + term.length);
  const trimmed = rest.replaceAll(/\s+/gu, ' ').trim();
  if (at !== -1) return trimmed;
  return trimmed === '' ? term : `${trimmed} ${term}`;
}
