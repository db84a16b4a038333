/**
 * Holds the order of the list while a person uses it, because rows that move under the pointer cannot be read or
 * clicked. Pure transitions.
 */
import type { Section } from './list-order.ts';

export interface Held {
  /** The sections that the list shows. */
  readonly sections: readonly Section[];
  /** Endpoints that are in `sections`, or that were left out of it on purpose. Others are new. */
  readonly known: ReadonlySet<string>;
}

/**
 * The sections to show while the order is held. Shown endpoints keep their places, deleted ones disappear, and new ones
 * appear at the end of their group, because a person has just added them. @param next the order without holding @param
 * exists whether an endpoint with that id still exists
 */
export function holdOrder(held: Held, next: readonly Section[], exists: (id: string) => boolean): Held {
  const added = new Map<Section['group'], readonly string[]>();
  for (const { group, ids } of next) {
    const fresh = ids.filter((id) => !held.known.has(id));
    if (fresh.length > 0) added.set(group, fresh);
  }
  /** Headers that are shown although nothing is below them. */
  const empty = new Set(next.filter(({ ids }) => ids.length === 0).map(({ group }) => group));
  const shown = new Set(held.sections.map(({ group }) => group));
  const sections = held.sections.flatMap((section) => {
    const fresh = added.get(section.group) ?? [];
    added.delete(section.group);
    const left = section.ids.every(exists) ? section.ids : section.ids.filter(exists);
    if (left === section.ids && fresh.length === 0) return [section];
    // A list without group headers is one section, also when it is empty.
    return left.length + fresh.length === 0 && section.group !== null && !empty.has(section.group)
      ? []
      : [{ group: section.group, ids: [...left, ...fresh] }];
  });
  const newGroups = [
    ...[...added].map(([group, ids]) => ({ group, ids })),
    ...next.filter(({ group }) => empty.has(group) && !shown.has(group)),
  ];
  const fresh = next.flatMap(({ ids }) => ids).filter((id) => !held.known.has(id));
  const same = newGroups.length === 0 && sections.every((section, index) => section === held.sections[index]);
  return {
    sections: same && sections.length === held.sections.length ? held.sections : [...sections, ...newGroups],
    known: fresh.length === 0 ? held.known : new Set([...held.known, ...fresh]),
  };
}

/**
 * The number of changes between two orders: endpoints that move, appear or disappear, and groups that move. An endpoint
 * that moves up past a hundred others is one change.
 */
export function countChanges(from: readonly Section[], to: readonly Section[]): number {
  const target = new Map(to.map(({ group, ids }, index) => [group, { index, ids }]));
  const shown = new Set(from.flatMap(({ ids }) => ids));
  let changes = to.reduce((sum, { ids }) => sum + ids.filter((id) => !shown.has(id)).length, 0);
  for (const { group, ids } of from) changes += countMoved(ids, target.get(group)?.ids ?? []);
  const groups = from.flatMap(({ group }) => target.get(group)?.index ?? []);
  return changes + groups.length - longestRise(groups);
}

/** How many of `ids` are not in `to`, or must move so that the others are in the order of `to`. */
function countMoved(ids: readonly string[], to: readonly string[]): number {
  if (ids.length === to.length && ids.every((id, index) => id === to[index])) return 0;
  const places = new Map(to.map((id, index) => [id, index]));
  return ids.length - longestRise(ids.flatMap((id) => places.get(id) ?? []));
}

/** The length of the longest increasing subsequence (patience sorting). */
function longestRise(numbers: readonly number[]): number {
  /** The smallest end of a rise of each length, from 1. */
  const ends: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? Infinity) < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}
