/** How keys are named on the keyboard in front of the person, which is the browser's, not the host's. */
export const ON_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What is held for a command: `⌘` on a Mac, `Ctrl` elsewhere. */
export const MOD = ON_MAC ? '⌘' : 'Ctrl';

/** Whether the key for commands, and no other, is held. */
export function onlyMod(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  return (ON_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey;
}

/** Whether something stands over the page that keys belong to: a dialog, a menu, a list of choices. */
export function somethingOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Whether what is pressed there is typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = 'input:not([type="range"]):not([type="checkbox"]), textarea, select, [contenteditable="true"]';
  return target.closest(typed) !== null;
}
