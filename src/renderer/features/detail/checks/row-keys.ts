import type { KeyboardEvent } from 'react';

/**
 * Moves between the rows of the table with the arrow keys, Home and End, and chooses the check of the new row. @returns
 * whether the key was handled
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
  // A click on the row of a run would open it.
  if (next.dataset['at'] !== undefined) next.click();
  return true;
}
