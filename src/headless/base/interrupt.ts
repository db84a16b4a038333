/** Turns SIGINT, SIGTERM and SIGHUP into an `AbortSignal`. */
import { printable, type Io } from './io.ts';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Interrupt {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /**
   * The exit code that shells expect when a signal ended a program: 128 plus the signal's number; 0: there was no
   * signal.
   */
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

/**
 * Does the work of a command until it is done or a signal comes.
 * @param textOf returns the text for people about an error; null: it is a bug
 * @returns the exit code of the work, 1 after an error, or that of the signal
 */
export async function interruptible(
  { stderr }: Pick<Io, 'stderr'>,
  textOf: (error: unknown) => string | null,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = takeInterrupts();
  try {
    return await work(interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) return interrupt.exitCode;
    const text = textOf(error);
    if (text === null) throw error;
    stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
    return 1;
  } finally {
    interrupt.release();
  }
}
