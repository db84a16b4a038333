/** Whether the order of the list is held, because the pointer or a menu is on it. */
import { createSharedValue } from '../../components/shared-value.ts';

export interface Hold {
  readonly pointer: boolean;
  readonly menu: boolean;
}

export const listHold = createSharedValue<Hold>({ pointer: false, menu: false });

export function isHeld({ pointer, menu }: Hold): boolean {
  return pointer || menu;
}

/** Changes the list's hold; the same values change nothing. */
export function setHold(change: Partial<Hold>): void {
  const before = listHold.get();
  const next = { ...before, ...change };
  if (next.pointer !== before.pointer || next.menu !== before.menu) listHold.set(next);
}

/** Where the pointer was last. Browsers report that it is over the list as well when only the list moved under it. */
let last: { readonly x: number; readonly y: number } | null = null;

/** The pointer is at this place of the list, in pixels of the window: holds the order if somebody moved it there. */
export function pointerMoved(x: number, y: number): void {
  const moved = last !== null && (last.x !== x || last.y !== y);
  last = { x, y };
  if (moved) setHold({ pointer: true });
}

export function pointerLeft(): void {
  last = null;
  setHold({ pointer: false });
}
