import { useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface Rotation {
  /** The index of the screen that is shown. */
  readonly index: number;
  readonly paused: boolean;
  readonly go: (by: 1 | -1) => void;
  /** Shows the first screen again. */
  readonly restart: () => void;
  readonly togglePause: () => void;
}

interface Place {
  readonly key: string;
  readonly index: number;
}

/**
 * Shows one screen after the other, first the worst. A later screen stays for its time when others get worse and move before it.
 * @param keys the keys of the screens, in order
 * @param seconds how long each is shown
 */
export function useRotation(keys: readonly string[], seconds: number): Rotation {
  // Null: the first one, whichever it is.
  const [place, setPlace] = useState<Place | null>(null);
  const [paused, setPaused] = useState(false);
  const [turn, setTurn] = useState(0);
  const count = keys.length;
  const found = place === null ? 0 : keys.indexOf(place.key);
  // If its screen is gone, the one that took its place is shown.
  const index = found === -1 ? Math.max(0, Math.min(place?.index ?? 0, count - 1)) : found;
  const key = keys[index];
  if (place !== null && key !== undefined && (place.key !== key || place.index !== index)) setPlace({ key, index });
  const show = (next: number) => {
    const wrapped = count === 0 ? 0 : (next + count) % count;
    const nextKey = keys[wrapped];
    setPlace(nextKey === undefined ? null : { key: nextKey, index: wrapped });
    // A new turn restarts the time of the screen.
    setTurn((before) => before + 1);
  };
  const latest = useRef(() => {});
  useLayoutEffect(() => {
    latest.current = () => show(index + 1);
  });
  useEffect(() => {
    if (paused || count < 2) return;
    const timer = setTimeout(() => latest.current(), seconds * 1000);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [paused, count, seconds, turn]);
  return {
    index,
    paused,
    go: (by) => show(index + by),
    restart: () => setPlace(null),
    togglePause: () => setPaused((before) => !before),
  };
}
