import { useEffect, useRef, type RefObject } from 'react';

/** Brings what has just appeared into sight: it may stand below the fold of a form. */
export function useInSight<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is no clean-up.
    element.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return element;
}
