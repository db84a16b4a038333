/** Which rows are selected. Pure transitions. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The start of a range: the last row that was selected individually. */
  readonly anchor: string | null;
}

export const NO_SELECTION: Selection = { ids: new Set(), anchor: null };

export function toggle(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Adds everything from the anchor to `id`, in the order shown; without an anchor, `id` alone. */
export function extend(selection: Selection, order: readonly string[], id: string): Selection {
  const to = order.indexOf(id);
  const from = selection.anchor === null ? to : order.indexOf(selection.anchor);
  if (to === -1) return selection;
  if (from === -1) return { ids: new Set(selection.ids).add(id), anchor: id };
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id };
}

export function selectAll(order: readonly string[]): Selection {
  return { ids: new Set(order), anchor: null };
}

/** Removes ids that no longer exist. Returns the same object if nothing changes. */
export function prune(selection: Selection, exists: (id: string) => boolean): Selection {
  if ([...selection.ids].every(exists)) return selection;
  return { ids: new Set([...selection.ids].filter(exists)), anchor: selection.anchor };
}
