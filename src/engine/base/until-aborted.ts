/**
 * Returns a promise that never outlives its signal. When the signal is aborted, the promise rejects at once with the
 * signal's reason, and `cancel` is called.
 * @param start begins the work and returns a function that cancels it; must not throw
 */
export function untilAborted<T>(
  signal: AbortSignal,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let isDone = false;
    const done = () => {
      isDone = true;
      signal.removeEventListener('abort', onAbort);
    };
    const cancel = start(
      (value) => {
        done();
        resolve(value);
      },
      (error) => {
        done();
        reject(error);
      },
    );
    function onAbort() {
      done();
      // Reject first, because what `cancel` destroys may report an error of its own.
      reject(signal.reason);
      cancel();
    }
    // The work may have been done at once.
    if (!isDone) signal.addEventListener('abort', onAbort);
  });
}
