import { useEffect, useRef } from 'react';

/** The value of the last render, for event handlers that stay the same function. */
export function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value);
  useEffect(() => {
    ref.current = value;
  });
  return ref;
}
