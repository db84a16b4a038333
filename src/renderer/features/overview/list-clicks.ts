import type { MouseEvent } from 'react';
import { navigate, pathOf } from '../../navigation/route.ts';
import { FILTER_FIELDS, toggleTerm } from './filter-query.ts';
import { getListState, setListState } from './list-state.ts';
import { extend, toggle } from './selection.ts';

/**
 * Handles a click anywhere on the list: opens, selects, filters, folds, or opens the row's menu.
 * @param ids the endpoints in the order shown
 */
export function onListClick(event: MouseEvent, ids: readonly string[]): void {
  const target = event.target instanceof Element ? event.target : null;
  const row = target?.closest<HTMLElement>('[data-id], [data-group]');
  if (!row) return;
  const { id, group: key } = row.dataset;
  const button = target?.closest<HTMLElement>('[data-act]');
  const act = button?.dataset['act'];
  if (key !== undefined) {
    setListState({ active: key });
    if (act === 'menu') openMenuAt(event);
    else setListState({ collapsed: toggled(getListState().collapsed, key) });
    return;
  }
  if (id === undefined) return;
  const { selection } = getListState();
  setListState({ active: id });
  if (act === 'menu') openMenuAt(event);
  else if (event.shiftKey) setListState({ selection: extend(selection, ids, id) });
  else if (act === 'select' || event.ctrlKey || event.metaKey) setListState({ selection: toggle(selection, id) });
  else if (act === 'filter') filterBy(button?.dataset ?? {});
  else if (target?.closest('a') === null) navigate(pathOf({ name: 'endpoint', id }));
  // A link opens by itself, but a click with a modifier selects the row instead.
  if (event.shiftKey || event.ctrlKey || event.metaKey) event.preventDefault();
}

function filterBy({ field, value }: DOMStringMap): void {
  const known = FILTER_FIELDS.find((one) => one === field);
  if (known !== undefined && value !== undefined) {
    setListState({ text: toggleTerm(getListState().text, known, value) });
  }
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** The row's button opens the same menu as a right click, at the button. */
function openMenuAt(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  const box = button?.getBoundingClientRect();
  if (!button || !box) return;
  button.dispatchEvent(
    new window.MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: box.right - 200,
      clientY: box.bottom,
    }),
  );
}
