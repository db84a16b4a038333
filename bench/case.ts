/** What a benchmark case is, and what it reports. */
import type { TestBed } from './harness/test-bed.ts';

export interface CaseOptions {
  readonly bed: TestBed;
  /** The times that the figures are known by, instead of the short ones. */
  readonly long: boolean;
  /** A folder for `--cpu-prof`; null: no profile. */
  readonly profileDir: string | null;
  /** One line about what goes on now. */
  readonly say: (line: string) => void;
}

export interface BenchCase {
  /** As given on the command line: `cost-http`. */
  readonly name: string;
  readonly title: string;
  run(options: CaseOptions): Promise<Report>;
}

/** One line of the results. All texts are Markdown. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it is held against, measured in the same turns; empty: nothing. */
  readonly yardstick: string;
  /** Measured over yardstick. */
  readonly ratio: string;
  /** Empty: none. */
  readonly aim: string;
  /** Null: nothing to hold it against. */
  readonly reached: boolean | null;
}

export interface Report {
  readonly rows: readonly Row[];
  /** How the figures were got: windows, turns, counts. One paragraph each. */
  readonly how: readonly string[];
  /** What was left out, and why. */
  readonly leftOut: readonly string[];
}

export function row(what: string, measured: string, more: Partial<Omit<Row, 'what' | 'measured'>> = {}): Row {
  return { what, measured, yardstick: '', ratio: '', aim: '', reached: null, ...more };
}
