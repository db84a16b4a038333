/**
 * Makes a queue for changes that each wait for something in their middle: one begins when the one before has ended,
 * whether that succeeded or not. Who asked for a change hears of its failure.
 */
export function createSerialQueue(): <T>(change: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change);
    last = done.catch(() => undefined /* the next goes ahead; who asked hears of it from `done` */);
    return done;
  };
}
