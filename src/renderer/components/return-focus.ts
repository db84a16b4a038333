/** Returns the focus to where it was before a dialog opened, so that people who use the keyboard go on from there. */
import { useState } from 'react';

const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** What was focused last outside dialogs and menus: the opener of a menu whose entry opened a dialog. */
let lastOutside: HTMLElement | null = null;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target.closest(OVERLAYS) === null) lastOutside = target;
});

/** To be called by the content of a dialog. @returns what handles the end of the dialog (`onCloseAutoFocus`) */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    // Radix returns the focus only to a trigger, and our dialogs have none.
    event.preventDefault();
    returnFocus(before);
  };
}

function returnFocus(before: Element | null): void {
  const main = document.querySelector<HTMLElement>('main');
  const found = [before, lastOutside].find(
    (element) => element instanceof HTMLElement && element.isConnected && element !== document.body,
  );
  const target = found instanceof HTMLElement ? found : main;
  target?.focus();
}
