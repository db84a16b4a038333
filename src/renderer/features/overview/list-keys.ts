/** Maps the keys of the overview to actions. Pure; the list carries them out. */
import { somethingOpen } from '../../components/keys.ts';

export type KeyAction =
  | { readonly type: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly type: 'edge'; readonly to: 'first' | 'last' }
  | { readonly type: 'page'; readonly by: 1 | -1 }
  | {
      readonly type:
        | 'open'
        | 'select'
        | 'selectAll'
        | 'clear'
        | 'filter'
        | 'add'
        | 'wall'
        | 'edit'
        | 'pause'
        | 'check'
        | 'remove'
        | 'collapse'
        | 'expand';
    };

export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Whether a held key repeats the action: moves do, toggles and commands do not. */
export function mayRepeat({ type }: KeyAction): boolean {
  return type === 'move' || type === 'page' || type === 'edge' || type === 'collapse' || type === 'expand';
}

/**
 * The index at which a move begins. @param activeIndex the row that keys act on; -1: none, or it is no longer in the
 * list @param lastIndex its last index; -1: it never was in the list @param by negative: up @returns an index from
 * which the move leads to the row nearest to a removed one
 */
export function moveFrom(activeIndex: number, lastIndex: number, by: number): number {
  if (activeIndex !== -1 || lastIndex === -1) return activeIndex;
  // The row after the one that disappeared is now in its place.
  return by > 0 ? lastIndex - 1 : lastIndex;
}

/** @returns null for keys without an action here, which are left to the browser */
export function keyAction({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): KeyAction | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' && !shiftKey ? { type: 'selectAll' } : null;
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return { type: 'move', by: 1, extend: shiftKey };
    case 'k':
    case 'ArrowUp':
      return { type: 'move', by: -1, extend: shiftKey };
    case 'ArrowLeft':
      return { type: 'collapse' };
    case 'ArrowRight':
      return { type: 'expand' };
    case 'Home':
      return { type: 'edge', to: 'first' };
    case 'End':
      return { type: 'edge', to: 'last' };
    case 'PageDown':
      return { type: 'page', by: 1 };
    case 'PageUp':
      return { type: 'page', by: -1 };
    case 'Enter':
      return { type: 'open' };
    case ' ':
      return { type: 'select' };
    case 'Escape':
      return { type: 'clear' };
    case '/':
      return { type: 'filter' };
    case 'w':
      return { type: 'wall' };
    case 'n':
      return { type: 'add' };
    case 'e':
      return { type: 'edit' };
    case 'p':
      return { type: 'pause' };
    case 'c':
      return { type: 'check' };
    case 'Delete':
    case 'Backspace':
      return { type: 'remove' };
    default:
      return null;
  }
}

/**
 * Whether the list handles a key: not while a person types, and not in a dialog or menu. Enter, Space and arrows are
 * left to elements in which they have their own meaning (a button, a link, a group of toggles).
 */
export function isForList(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return false;
  if (somethingOpen()) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]') !== null) return false;
  const ownKeys = /^(Enter| |Arrow.*|Home|End)$/.test(event.key);
  return !ownKeys || target.closest('button, a, [role="combobox"], [role="radio"]') === null;
}
