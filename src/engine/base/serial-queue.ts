/**
 * Runs async changes one at a time, in the order of the calls. A change starts when the previous one has ended, whether
 * it succeeded or failed. The caller's promise rejects on failure.
 */
export function createSerialQueue(): <T>(change: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change);
    last = done.catch(() => undefined /* the caller handles it through `done` */);
    return done;
  };
}
