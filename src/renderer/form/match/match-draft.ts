/** The part of a form that chooses endpoints, and what it sends. Pure. */
import type { EndpointMatch } from '../../../contract/model/match.ts';

export type MatchBy = 'all' | 'endpoints' | 'group' | 'tag' | 'name';

export interface MatchDraft {
  readonly matchBy: MatchBy;
  /** Names, one per line. */
  readonly endpoints: string;
  readonly group: string;
  readonly tag: string;
  readonly pattern: string;
}

export const EMPTY_MATCH: MatchDraft = { matchBy: 'all', endpoints: '', group: '', tag: '', pattern: '' };

/** @param nameOf the name of an endpoint, by its id or its name */
export function matchDraftOf(match: EndpointMatch, nameOf: (id: string) => string): MatchDraft {
  return {
    matchBy: (['endpoints', 'group', 'tag', 'name'] as const).find((by) => match[by] !== undefined) ?? 'all',
    endpoints: (match.endpoints ?? []).map(nameOf).join('\n'),
    group: match.group ?? '',
    tag: match.tag ?? '',
    pattern: match.name ?? '',
  };
}

/** Converts the form to the match for the engine. */
export function matchOf(draft: MatchDraft): EndpointMatch {
  switch (draft.matchBy) {
    case 'all':
      return {};
    case 'endpoints':
      return {
        endpoints: draft.endpoints
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      };
    case 'group':
      return { group: draft.group };
    case 'tag':
      return { tag: draft.tag };
    case 'name':
      return { name: draft.pattern };
  }
}

/** The field of an issue, such as of `match.group`; null: none of these. */
export function matchFieldOf(name: string): keyof MatchDraft | null {
  switch (name) {
    case 'match.endpoints':
      return 'endpoints';
    case 'match.group':
      return 'group';
    case 'match.tag':
      return 'tag';
    case 'match.name':
      return 'pattern';
    default:
      return null;
  }
}
