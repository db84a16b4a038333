/** Schedules the notification of components. Injected, so that tests need no real frames. */
export interface Frames {
  /** Monotonic time in milliseconds. */
  now(): number;
  /** Calls `callback` once in a frame, after at least `ms`. Returns a function that cancels it. */
  next(ms: number, callback: () => void): () => void;
  /** Calls `callback` once when what has changed is on the screen. Returns a function that cancels it. */
  painted(callback: () => void): () => void;
  /** Calls `callback` once after `ms`. Returns a function that cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemFrames: Frames = {
  now: () => performance.now(),
  next(ms, callback) {
    let frame = 0;
    const cancel = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      document.removeEventListener('visibilitychange', unlessShown);
    };
    const run = () => {
      cancel();
      callback();
    };
    // A hidden page gets no frames, but its title still shows the status. The browser slows down its timers itself.
    const unlessShown = () => {
      if (document.hidden) run();
    };
    const timer = setTimeout(() => {
      if (document.hidden) {
        run();
        return;
      }
      frame = requestAnimationFrame(run);
      // The frame does not come if the page is hidden before it.
      document.addEventListener('visibilitychange', unlessShown);
    }, ms);
    return cancel;
  },
  painted(callback) {
    // A frame calls back before it is painted.
    let cancel = systemFrames.next(0, () => {
      cancel = systemFrames.after(0, callback);
    });
    return () => cancel();
  },
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
