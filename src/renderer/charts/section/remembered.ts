/** A person's chart preferences, stored in this browser if it allows that. */
import { createSharedValue, type SharedValue } from '../../components/shared-value.ts';

/**
 * @param name unique among remembered values
 * @param read validates a stored value; null: it is invalid, and `initial` is used
 */
export function createRemembered<T>(name: string, initial: T, read: (stored: unknown) => T | null): SharedValue<T> {
  const key = `lookout.charts.${name}`;
  const shared = createSharedValue(stored(key, read) ?? initial);
  return {
    ...shared,
    set(next) {
      shared.set(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // The browser stores nothing (private mode, or full): the value is kept until the page closes.
      }
    },
  };
}

/** One of a few options, such as those of a `ToggleGroup`. @param name unique among remembered values */
export function createRememberedChoice<T extends string>(
  name: string,
  initial: NoInfer<T>,
  options: readonly { readonly value: T }[],
): SharedValue<T> {
  return createRemembered<T>(name, initial, (read) => options.find(({ value }) => value === read)?.value ?? null);
}

function stored<T>(key: string, read: (stored: unknown) => T | null): T | null {
  try {
    return read(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    // The browser stores nothing, or the value is damaged.
    return null;
  }
}
