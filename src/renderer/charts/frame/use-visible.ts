import { useEffect, useRef, useState, type RefObject } from 'react';

/**
 * Pixels around the window within which an element counts as visible, so that it is ready when a person scrolls to it.
 */
const MARGIN = 240;

/** Whether an element is on the screen, or close to it. */
export function useVisible<E extends HTMLElement>(): readonly [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last !== undefined) setVisible(last.isIntersecting);
      },
      { rootMargin: `${MARGIN}px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, visible];
}
