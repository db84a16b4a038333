/**
 * Converts pressed keys to Electron's notation for shortcuts ("Accelerator"), and that notation to labels for people.
 * Pure.
 */

/** The part of a `KeyboardEvent` that identifies the pressed keys. */
export interface PressedKey {
  readonly key: string;
  /** The key by its position on a US keyboard. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  getModifierState(key: string): boolean;
}

export type ReadShortcut =
  /** The shortcut is incomplete: only these keys are held so far. */
  | { readonly type: 'held'; readonly keys: readonly string[] }
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'shortcut'; readonly accelerator: string };

const HELD = new Set(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'CapsLock', 'Fn']);
const BY_CODE: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Return',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** Used by the system or by most programs, so Lookout does not receive them or must not take them. */
const SYSTEM = new Set(['Alt+F4', 'Alt+Tab', 'Alt+Space', 'Alt+Shift+Tab', 'CommandOrControl+Alt+Delete']);

/** @param onMac whether the person uses a Mac */
export function readShortcut(event: PressedKey, onMac: boolean): ReadShortcut {
  const held = heldKeys(event, onMac);
  if (HELD.has(event.key)) return { type: 'held', keys: held };
  if (event.getModifierState('AltGraph')) return refused('AltGr types characters. Use Ctrl, Alt or Shift.');
  const key = keyOf(event);
  if (key === null) return refused('This key cannot be part of a shortcut.');
  const accelerator = [...held, key].join('+');
  const extra = /^F(1[3-9]|2[0-4])$/.test(key);
  if (!extra && held.every((one) => one === 'Shift')) {
    return refused(`Hold ${onMac ? '⌘, ⌃ or ⌥' : 'Ctrl or Alt'} as well: this is needed for typing in other programs.`);
  }
  if (SYSTEM.has(accelerator)) return refused('The system reserves this shortcut.');
  if (held.length === 1 && held[0] === 'CommandOrControl') {
    return refused('Other programs use this; hold Shift or Alt as well.');
  }
  return { type: 'shortcut', accelerator };
}

function refused(why: string): ReadShortcut {
  return { type: 'refused', why };
}

function heldKeys({ ctrlKey, altKey, shiftKey, metaKey }: PressedKey, onMac: boolean): string[] {
  const keys = [];
  if (onMac ? metaKey : ctrlKey) keys.push('CommandOrControl');
  if (onMac ? ctrlKey : metaKey) keys.push(onMac ? 'Control' : 'Super');
  if (altKey) keys.push('Alt');
  if (shiftKey) keys.push('Shift');
  return keys;
}

function keyOf({ key, code }: PressedKey): string | null {
  // Letters are identified by the label of the key, whatever the keyboard layout. On a Mac, Alt produces another
  // character.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const letterOrDigit = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (letterOrDigit !== undefined) return letterOrDigit;
  if (/^F([1-9]|1\d|2[0-4])$/.test(code)) return code;
  return BY_CODE[code] ?? null;
}

const MAC_NAMES: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  Command: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
};
const NAMES: Readonly<Record<string, string>> = { CommandOrControl: 'Ctrl', Control: 'Ctrl', Super: 'Super' };
const KEY_NAMES: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→', Return: 'Enter' };

/** The labels of a shortcut's keys, as on the keyboard; empty: none. */
export function shortcutKeys(accelerator: string, onMac: boolean): readonly string[] {
  if (accelerator === '') return [];
  const names = onMac ? MAC_NAMES : NAMES;
  return accelerator.split('+').map((part) => names[part] ?? KEY_NAMES[part] ?? part);
}
