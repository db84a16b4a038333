import type { Io } from './io.ts';

export interface ProgressLine extends Disposable {
  /** Replaces the line. A text must not be shorter than the one before. */
  show(text: string): void;
}

/** A line on a terminal that shows how far a command is, and that ends when it is disposed of. Elsewhere, it shows nothing. */
export function createProgressLine({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>): ProgressLine {
  let isShown = false;
  return {
    show(text) {
      if (stdout.isTTY !== true) return;
      isShown = true;
      stderr.write(`\r${text}`);
    },
    [Symbol.dispose]() {
      if (isShown) stderr.write('\n');
    },
  };
}
