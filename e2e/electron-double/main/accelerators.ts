/** Normalizes Electron's accelerators (`CmdOrCtrl+Shift+K`), so that they can be compared. */

const MODIFIERS: Readonly<Record<string, string>> = {
  command: 'Meta',
  cmd: 'Meta',
  super: 'Meta',
  meta: 'Meta',
  control: 'Control',
  ctrl: 'Control',
  commandorcontrol: process.platform === 'darwin' ? 'Meta' : 'Control',
  cmdorctrl: process.platform === 'darwin' ? 'Meta' : 'Control',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'AltGraph',
  shift: 'Shift',
};
const KEYS: Readonly<Record<string, string>> = {
  plus: '+',
  space: ' ',
  tab: 'tab',
  return: 'enter',
  esc: 'escape',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
};

/** @throws TypeError when it is not an accelerator, like Electron */
export function normalizeAccelerator(accelerator: string): string {
  const parts = accelerator.split('+').map((part) => (part === '' ? 'plus' : part.toLowerCase()));
  const key = parts.pop() ?? '';
  const modifiers = parts.map((part) => MODIFIERS[part]);
  if (key === '' || key in MODIFIERS || modifiers.includes(undefined)) {
    throw new TypeError(`Error processing argument at index 0, conversion failure from ${accelerator}`);
  }
  return written(modifiers as string[], KEYS[key] ?? key);
}

/** The keys that were pressed in a page, normalized. */
export function pressedAccelerator(modifiers: readonly string[], key: string): string {
  return written(modifiers, key.toLowerCase());
}

function written(modifiers: readonly string[], key: string): string {
  return [...new Set(modifiers)].sort().concat(key).join('+');
}
