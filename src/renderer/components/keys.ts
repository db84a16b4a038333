/** The names of keys on the person's keyboard, which belongs to the browser and not to the host. */
export const ON_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The modifier key for commands: `⌘` on a Mac, `Ctrl` elsewhere. */
export const MOD = ON_MAC ? '⌘' : 'Ctrl';

/** Whether the modifier key for commands is pressed, and no other modifier. */
export function onlyMod(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  return (ON_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey;
}

/** Whether a dialog, a menu or a list of options is open, which receives the keys. */
export function somethingOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Whether a key press at this target enters text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typed = 'input:not([type="range"]):not([type="checkbox"]), textarea, select, [contenteditable="true"]';
  return target.closest(typed) !== null;
}
