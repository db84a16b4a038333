/** A value that any part of the page may change and any component may show, such as whether a dialog is open. */
import { useSyncExternalStore } from 'react';

export interface SharedValue<T> {
  readonly get: () => T;
  readonly set: (next: T) => void;
  /** The value for a component, which renders again when the value changes. */
  readonly use: () => T;
}

export function createSharedValue<T>(initial: T): SharedValue<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const get = () => value;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}
