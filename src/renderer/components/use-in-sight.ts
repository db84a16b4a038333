import { useEffect, useRef, type RefObject } from 'react';

/** Scrolls a new element into view, for example one below the visible part of a form. */
export function useInSight<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    // In braces, because newer browsers return a promise, which is not a clean-up function.
    element.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return element;
}
