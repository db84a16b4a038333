/**
 * Zooming and panning with the pointer: drag over the plot to zoom into the selected part, drag the time axis (or with
 * Shift) to pan, wheel and pinch to zoom at the pointer, wheel sideways (or with Shift) to pan.
 */
import { useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import type { Ms } from '../../../contract/model/units.ts';
import { INSET } from '../scale/geometry.ts';
import { panned, zoomed } from './viewport-math.ts';
import type { Viewport } from './viewport.ts';

/** Pixels. A shorter drag is a click. */
const DRAG = 4;
/** A wheel gesture ends after this time without an event. */
const WHEEL_REST_MS: Ms = 300;
/** If the wheel scrolled the page within this time, it continues to scroll the page. */
const SCROLL_MS: Ms = 300;
/** How much a pixel of the wheel zooms. A pinch sends small steps. */
const WHEEL_ZOOM = 0.0016;
const PINCH_ZOOM = 0.012;
/** Pixels of a line of the wheel, for browsers that count lines. */
const LINE = 32;

export interface GestureOptions {
  readonly viewport: Viewport;
  /** The element that receives pointer events: the whole chart with its margins. */
  readonly overlay: RefObject<HTMLElement | null>;
  /** Shows the part that is being dragged over; null: none. */
  readonly onSelect: (selection: Selection | null) => void;
}

/** The part of a chart that is dragged over, in pixels of the overlay. */
export interface Selection {
  readonly left: number;
  readonly right: number;
}

type PointerHandler = (event: PointerEvent<HTMLElement>) => void;

export interface Gestures {
  /** For every element in which a drag can begin. */
  readonly handlers: Readonly<
    Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', PointerHandler>
  >;
  /** Whether the pointer was dragged since it was pressed: the click that follows is ignored. */
  readonly wasDragged: () => boolean;
}

interface Drag {
  readonly mode: 'select' | 'pan';
  readonly startX: number;
  moved: boolean;
}

/** When the page was last scrolled. */
let scrolledAt = -Infinity;
const noteScroll = () => {
  scrolledAt = performance.now();
};

export function useGestures({ viewport, overlay, onSelect }: GestureOptions): Gestures {
  const drag = useRef<Drag | null>(null);
  /** Fingers by pointer id, in pixels from the left. */
  const touches = useRef(new Map<number, number>());
  const dragged = useRef(false);
  useWheel(viewport, overlay);

  const place = (clientX: number) => {
    const box = overlay.current?.getBoundingClientRect();
    const left = (box?.left ?? 0) + INSET.left;
    const width = Math.max(1, (box?.width ?? 0) - INSET.left - INSET.right);
    return { x: Math.min(Math.max(clientX - left, 0), width), width };
  };
  const timeAt = (clientX: number) => {
    const { x, width } = place(clientX);
    const { from, to } = viewport.span;
    return from + (x / width) * (to - from);
  };

  const pan = (byPixels: number) => {
    const { width } = place(0);
    const { span } = viewport;
    viewport.move(panned(span, (-byPixels / width) * (span.to - span.from)));
  };

  const handlers: Gestures['handlers'] = {
    onPointerDown: (event) => {
      dragged.current = false;
      if (event.button !== 0) return;
      if (event.pointerType === 'touch') touches.current.set(event.pointerId, event.clientX);
      const box = event.currentTarget.getBoundingClientRect();
      const onAxis = event.clientY > box.bottom - INSET.bottom;
      const mode = onAxis || event.shiftKey || event.pointerType === 'touch' ? 'pan' : 'select';
      drag.current = { mode, startX: event.clientX, moved: false };
      event.currentTarget.setPointerCapture?.(event.pointerId);
    },
    onPointerMove: (event) => {
      const current = drag.current;
      if (current === null) return;
      if (touches.current.size === 2 && touches.current.has(event.pointerId)) {
        pinch(viewport, touches.current, event, timeAt);
        current.moved = true;
        return;
      }
      if (!current.moved && Math.abs(event.clientX - current.startX) < DRAG) return;
      current.moved = true;
      if (current.mode === 'pan') pan(event.movementX);
      else {
        const [one, other] = [place(current.startX).x, place(event.clientX).x];
        onSelect({ left: INSET.left + Math.min(one, other), right: INSET.left + Math.max(one, other) });
      }
    },
    onPointerUp: (event) => {
      touches.current.delete(event.pointerId);
      const current = drag.current;
      drag.current = null;
      if (current === null || !current.moved) return;
      dragged.current = true;
      onSelect(null);
      if (current.mode === 'pan') {
        viewport.settle();
        return;
      }
      const [one, other] = [timeAt(current.startX), timeAt(event.clientX)];
      viewport.move({ from: Math.min(one, other), to: Math.max(Math.min(one, other) + 1000, one, other) });
      viewport.settle();
    },
    onPointerCancel: (event) => {
      touches.current.delete(event.pointerId);
      drag.current = null;
      onSelect(null);
      viewport.settle();
    },
  };
  return { handlers, wasDragged: () => dragged.current };
}

/** Zooms with two fingers: the times under the fingers stay under them. */
function pinch(
  viewport: Viewport,
  touches: Map<number, number>,
  event: PointerEvent<HTMLElement>,
  timeAt: (clientX: number) => number,
): void {
  const [other = 0] = [...touches].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
  const before = Math.abs((touches.get(event.pointerId) ?? event.clientX) - other);
  const after = Math.abs(event.clientX - other);
  touches.set(event.pointerId, event.clientX);
  if (before < 8 || after < 8) return;
  viewport.move(zoomed(viewport.span, timeAt((other + event.clientX) / 2), before / after));
}

/** React's wheel listeners are passive, and could not keep the page from scrolling. */
function useWheel(viewport: Viewport, overlay: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = overlay.current;
    if (element === null) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onWheel = (event: WheelEvent) => {
      const isPinch = event.ctrlKey;
      if (!isPinch && !event.shiftKey && performance.now() - scrolledAt < SCROLL_MS) return;
      event.preventDefault();
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
      const [dx, dy] = [event.deltaX * scale, event.deltaY * scale];
      const box = element.getBoundingClientRect();
      const width = Math.max(1, box.width - INSET.left - INSET.right);
      const { span } = viewport;
      const length = span.to - span.from;
      const sideways = event.shiftKey ? dx + dy : Math.abs(dx) > Math.abs(dy) ? dx : 0;
      if (sideways !== 0) viewport.move(panned(span, (sideways / width) * length));
      else {
        const share = Math.min(1, Math.max(0, (event.clientX - box.left - INSET.left) / width));
        const factor = Math.exp(dy * (isPinch ? PINCH_ZOOM : WHEEL_ZOOM));
        viewport.move(zoomed(span, span.from + share * length, factor));
      }
      clearTimeout(rest);
      rest = setTimeout(() => viewport.settle(), WHEEL_REST_MS);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    document.addEventListener('scroll', noteScroll, { capture: true, passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener('wheel', onWheel);
      document.removeEventListener('scroll', noteScroll, { capture: true });
    };
  }, [viewport, overlay]);
}
