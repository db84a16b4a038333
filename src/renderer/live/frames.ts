/** When components are told of changes. Injected, so that tests need no real frames. */
export interface Frames {
  /** Milliseconds, never going back. */
  now(): number;
  /** Calls back once, in a frame, not before `ms` have passed. Returns what cancels it. */
  next(ms: number, callback: () => void): () => void;
  /** Calls back once after `ms`. Returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

export const systemFrames: Frames = {
  now: () => performance.now(),
  next(ms, callback) {
    let frame = 0;
    const timer = setTimeout(() => {
      // A hidden page gets no frames, but its title still tells the status; the browser slows its timers itself.
      if (document.hidden) callback();
      else frame = requestAnimationFrame(callback);
    }, ms);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  },
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
