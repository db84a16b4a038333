import { useEffect, useState } from 'react';

export interface Rotation {
  /** The index of the screen that is shown. */
  readonly index: number;
  readonly paused: boolean;
  readonly go: (by: 1 | -1) => void;
  readonly togglePause: () => void;
}

/** Shows one screen after the other. @param seconds how long each is shown */
export function useRotation(count: number, seconds: number): Rotation {
  const [turn, setTurn] = useState(0);
  const [paused, setPaused] = useState(false);
  const index = count === 0 ? 0 : ((turn % count) + count) % count;
  useEffect(() => {
    if (paused || count < 2) return;
    const timer = setTimeout(() => setTurn((before) => before + 1), seconds * 1000);
    return () => clearTimeout(timer);
    // A new turn restarts the time of the screen.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [paused, count, seconds, turn]);
  return {
    index,
    paused,
    go: (by) => setTurn(index + by),
    togglePause: () => setPaused((before) => !before),
  };
}
