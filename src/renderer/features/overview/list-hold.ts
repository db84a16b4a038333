/** Whether the order of the list is held, because the pointer or a menu is on it. */
import { createSharedValue } from '../../components/shared-value.ts';

export interface Hold {
  readonly pointer: boolean;
  readonly menu: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const FREE: Hold = { pointer: false, menu: false };

export const listHold = createSharedValue<Hold>(FREE);

export function isHeld({ pointer, menu }: Hold): boolean {
  return pointer || menu;
}

function change(next: Hold): void {
  const before = listHold.get();
  if (next.pointer !== before.pointer || next.menu !== before.menu) listHold.set(next);
}

/**
 * The last position of the pointer on the list. Browsers also send events when only the list has moved under the
 * pointer.
 */
let last: Place | null = null;

/** Handles a pointer event at a position in pixels of the window. Holds the order if the pointer was really moved. */
export function pointerMoved(x: number, y: number): void {
  const moved = last !== null && (last.x !== x || last.y !== y);
  last = { x, y };
  if (moved) change({ ...listHold.get(), pointer: true });
}

/** The pointer has left the list, or a person uses the keyboard. An open menu keeps the order held. */
export function pointerLeft(): void {
  last = null;
  // Over the menu, the pointer may still be over the list; `menuClosed` finds out.
  if (!listHold.get().menu) change(FREE);
}

/** The last position of the pointer while the menu is open. */
let overMenu: Place | null = null;
const track = ({ clientX, clientY }: PointerEvent): void => {
  overMenu = { x: clientX, y: clientY };
};

export function menuOpened(): void {
  change({ ...listHold.get(), menu: true });
  overMenu = null;
  window.addEventListener('pointermove', track, true);
}

/** @param list the element of the list: the order stays held if the pointer is over it once the menu is gone */
export function menuClosed(list: Element | null): void {
  window.removeEventListener('pointermove', track, true);
  const { pointer } = listHold.get();
  const at = overMenu;
  if (at === null || list === null) {
    change({ pointer, menu: false });
    return;
  }
  const isOver = document.elementsFromPoint(at.x, at.y).includes(list);
  last = isOver ? at : null;
  change({ pointer: isOver, menu: false });
}

/** The list is no longer shown. When it comes back, the pointer is elsewhere. */
export function release(): void {
  window.removeEventListener('pointermove', track, true);
  last = null;
  change(FREE);
}
