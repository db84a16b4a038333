/** Completes lists of endpoint names. Pure. */
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { Completion, Suggestion } from './conditions/complete.ts';

const MOST = 20;

/**
 * The names, tags and groups that match the typed part of the entry at the caret. @param configs the configs of all
 * endpoints
 */
export function completeEndpointNames(
  text: string,
  at: number,
  configs: readonly Pick<EndpointConfig, 'name' | 'group' | 'tags'>[],
): Completion | null {
  const begin = text.lastIndexOf(',', at - 1) + 1;
  const end = text.indexOf(',', at);
  const to = end === -1 ? text.length : end;
  const from = begin + (/^\s*/u.exec(text.slice(begin, to))?.[0].length ?? 0);
  const typed = text.slice(Math.min(from, at), at);
  const others = new Set([...text.slice(0, begin).split(','), ...text.slice(to).split(',')].map((name) => name.trim()));
  const wanted = typed.toLowerCase();
  const fits = ({ insert }: Suggestion): boolean => {
    const lower = insert.toLowerCase();
    // The words `group` and `tag` match only from their beginning.
    const name = lower.replace(/^(?:group|tag):/u, '');
    return (lower.startsWith(wanted) || name.includes(wanted)) && insert !== typed && !others.has(insert);
  };
  const suggestions = suggestionsOf(configs).filter(fits).slice(0, MOST);
  return suggestions.length === 0 ? null : { from: Math.min(from, at), to, typed, suggestions };
}

function suggestionsOf(configs: readonly Pick<EndpointConfig, 'name' | 'group' | 'tags'>[]): readonly Suggestion[] {
  const sorted = (words: readonly string[]): readonly string[] => [...new Set(words)].filter(Boolean).sort();
  return [
    ...sorted(configs.map(({ name }) => name)).map((name) => ({ insert: name, meaning: 'Endpoint' })),
    ...sorted(configs.map(({ group }) => group)).map((name) => ({ insert: `group:${name}`, meaning: 'Group' })),
    ...sorted(configs.flatMap(({ tags }) => tags)).map((name) => ({ insert: `tag:${name}`, meaning: 'Tag' })),
  ];
}
