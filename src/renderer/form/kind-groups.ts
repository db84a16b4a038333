/** The kinds as the picker lists them: the common ones first, then by category, or those that match a search. Pure. */
import { KIND_CATEGORIES, type KindCategory, type KindDescriptor } from '../../contract/descriptor.ts';

export const CATEGORY_TITLES: Readonly<Record<KindCategory, string>> = {
  web: 'Web',
  network: 'Network',
  database: 'Databases',
  messaging: 'Messaging',
  mail: 'Mail and files',
  system: 'Systems',
  combined: 'Combined',
};

/** The parts of a kind that the picker shows and searches. */
export type ListedKind = Pick<KindDescriptor, 'kind' | 'title' | 'description' | 'category' | 'common'>;

export interface KindGroup<Kind extends ListedKind> {
  readonly title: string;
  readonly kinds: readonly Kind[];
}

/** With fewer kinds than this, groups would only make reading harder. */
const WORTH_GROUPING = 8;

/**
 * Every kind is in one group, so that each is there once. Groups without kinds are left out.
 * @param text words that must all be in a kind's title, name, description or category; empty: all kinds
 */
export function groupKinds<Kind extends ListedKind>(kinds: readonly Kind[], text: string): readonly KindGroup<Kind>[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const groups =
    words.length > 0
      ? [{ title: 'Matches', kinds: matching(kinds, words) }]
      : kinds.length < WORTH_GROUPING
        ? [{ title: 'All kinds', kinds }]
        : [
            { title: 'Common', kinds: kinds.filter(({ common }) => common === true) },
            ...KIND_CATEGORIES.map((category) => ({
              title: CATEGORY_TITLES[category],
              kinds: kinds.filter((kind) => kind.category === category && kind.common !== true),
            })),
          ];
  return groups.filter((group) => group.kinds.length > 0);
}

/** The best matches first; equal ones keep their order. */
function matching<Kind extends ListedKind>(kinds: readonly Kind[], words: readonly string[]): readonly Kind[] {
  return kinds
    .flatMap((kind) => {
      const scores = words.map((word) => scoreOf(kind, word));
      const worst = Math.max(...scores);
      return Number.isFinite(worst) ? [{ kind, score: scores.reduce((sum, score) => sum + score, 0) }] : [];
    })
    .sort((a, b) => a.score - b.score)
    .map(({ kind }) => kind);
}

/** How well a kind matches a word; lower is better, Infinity: not at all. */
function scoreOf({ kind, title, description, category }: ListedKind, word: string): number {
  const named = [title.toLowerCase(), kind];
  if (named.some((name) => name === word)) return 0;
  if (named.some((name) => name.startsWith(word))) return 1;
  if (named.some((name) => name.includes(word))) return 2;
  if (CATEGORY_TITLES[category].toLowerCase().startsWith(word)) return 3;
  return description.toLowerCase().includes(word) ? 4 : Infinity;
}
