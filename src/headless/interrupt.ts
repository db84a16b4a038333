/** SIGINT, SIGTERM and SIGHUP as something to wait for. */

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Interrupt {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** What a shell expects of a program that a signal has ended: 128 and the signal's number; 0: there was none. */
  readonly exitCode: number;
  /** Gives the signals back to the process. */
  release(): void;
}

/** Takes the signals. A second one ends the process at once, with exit code 1. */
export function takeInterrupts(): Interrupt {
  const abort = new AbortController();
  let exitCode = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(1);
    exitCode = SIGNALS[name as keyof typeof SIGNALS];
    abort.abort(new Error(`Stopped by ${name}`));
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: abort.signal,
    get exitCode() {
      return exitCode;
    },
    release() {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
