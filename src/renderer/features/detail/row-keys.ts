import type { KeyboardEvent } from 'react';

/**
 * Arrow keys, Home and End move between the rows of the table, and choose the check of the row that they lead to.
 * @returns whether the key did that
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLTableRowElement>): boolean {
  const row = event.currentTarget;
  const rowFor: Readonly<Record<string, Element | null | undefined>> = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.firstElementChild,
    End: row.parentElement?.lastElementChild,
  };
  const next = rowFor[event.key];
  if (!(next instanceof HTMLTableRowElement)) return false;
  event.preventDefault();
  next.focus();
  // The row of a run would open.
  if (next.dataset['at'] !== undefined) next.click();
  return true;
}
