/** The interface of a benchmark case, and of its report. */
import type { TestBed } from './harness/test-bed.ts';

export interface CaseOptions {
  readonly bed: TestBed;
  /** Measures for longer, for publishable figures. */
  readonly long: boolean;
  /** Where to write CPU profiles (`--cpu-prof`); null: no profiles. */
  readonly profileDir: string | null;
  /** Reports progress, one line at a time. */
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
  /** What it is compared with, measured in the same turns; empty: nothing. */
  readonly baseline: string;
  /** `measured` divided by `baseline`. */
  readonly ratio: string;
  /** Empty: no target. */
  readonly aim: string;
  /** Null: there is no target. */
  readonly reached: boolean | null;
}

export interface Report {
  readonly rows: readonly Row[];
  /** How the figures were measured: windows, turns, counts. One paragraph each. */
  readonly how: readonly string[];
  /** What was not measured, and why. */
  readonly leftOut: readonly string[];
}

export function row(what: string, measured: string, more: Partial<Omit<Row, 'what' | 'measured'>> = {}): Row {
  return { what, measured, baseline: '', ratio: '', aim: '', reached: null, ...more };
}
