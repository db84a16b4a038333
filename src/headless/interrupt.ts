/** Turns SIGINT, SIGTERM and SIGHUP into an `AbortSignal`. */

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Interrupt {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** What shells expect when a signal ended a program: 128 plus the signal's number; 0: there was no signal. */
  readonly exitCode: number;
  /** Stops handling the signals. */
  release(): void;
}

/** Handles the signals from now on. A second signal ends the process at once, with exit code 1. */
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
